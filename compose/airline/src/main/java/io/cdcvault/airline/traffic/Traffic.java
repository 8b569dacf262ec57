package io.cdcvault.airline.traffic;

import io.cdcvault.airline.Fleet;
import io.cdcvault.servers.failure.LocalStackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A plan played against a master that has its starting set of rows. */
public final class Traffic {

    private final String url;
    private final TrafficPlan plan;
    private final Tally tally = new Tally();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** @param jdbcUrl the database, with all that is needed to log in */
    public Traffic(String jdbcUrl, TrafficPlan plan) {
        this.url = jdbcUrl;
        this.plan = plan;
    }

    /** Plays the whole plan, or until {@link #stop}. */
    public Tally play() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < plan.writers(); i++) {
            int writer = i;
            Thread thread = new Thread(() -> write(writer), "writer-" + writer);
            thread.start();
            threads.add(thread);
        }
        threads.forEach(this::join);
        if (!failures.isEmpty()) {
            throw new LocalStackException(
                    "Traffic ended early: " + failures.peek().getMessage(), failures.peek());
        }
        return tally;
    }

    /** Ends every writer after its present transaction. May be called from any thread. */
    public void stop() {
        stopped = true;
    }

    /** How much has been played so far. May be read from any thread. */
    public Tally tally() {
        return tally;
    }

    private void write(int writer) {
        try {
            new Writer(url, Fleet.shipped(), plan.seed(), plan.pace(writer, () -> stopped), tally).play(writer);
        } catch (RuntimeException e) {
            failures.add(e);
            stop();
        }
    }

    private void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while playing traffic", e);
        }
    }
}

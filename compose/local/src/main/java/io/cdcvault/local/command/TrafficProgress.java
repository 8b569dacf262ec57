package io.cdcvault.local.command;

import io.cdcvault.local.traffic.Tally;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says from time to time, and at the end, how far the traffic is. */
final class TrafficProgress implements AutoCloseable {

    private static final long EVERY_SECONDS = 5;

    private final Tally tally;
    private final Output output;
    private final long begin = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });

    TrafficProgress(Tally tally, Output output) {
        this.tally = tally;
        this.output = output;
    }

    void start() {
        clock.scheduleAtFixedRate(this::print, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        print();
    }

    private void print() {
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;
        long played = tally.played();
        String disturbed = tally.disturbed() == 0 ? "" : ", " + tally.disturbed() + " disturbed and played anew";
        output.line(String.format(
                Locale.ROOT,
                "%d transactions in %.1f s, %.0f a second%s",
                played,
                seconds,
                played / seconds,
                disturbed));
    }
}

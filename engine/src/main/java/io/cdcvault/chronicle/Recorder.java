package io.cdcvault.chronicle;

import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes and reads the chronicle on a thread of its own, so that no caller waits for the warehouse. Thread-safe. */
public final class Recorder implements AutoCloseable {

    private static final int QUEUE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Chronicle chronicle;
    private final Time time;
    private final String process;
    private final String version;
    private final Instant startedAt;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), Recorder::thread);

    /**
     * Begins.
     *
     * @param process what this one goes by
     */
    public Recorder(Settings settings, String process, String version, Instant startedAt, Time time) {
        this.chronicle = new Chronicle(settings);
        this.time = time;
        this.process = process;
        this.version = version;
        this.startedAt = startedAt;
    }

    public void note(Event event) {
        later(() -> chronicle.write(event));
    }

    public void note(Minute minute) {
        later(() -> chronicle.write(minute));
    }

    /**
     * What each stage of this process does.
     *
     * @param stages as JSON
     */
    public void note(String stages) {
        later(() -> chronicle.write(process, version, startedAt, stages));
    }

    public void forgetOld() {
        later(chronicle::forgetOld);
    }

    /** From old to new; none when the warehouse does not answer soon. */
    public List<Event> events(Duration span) {
        return soon(() -> chronicle.events(time.now().minus(span)));
    }

    /** From old to new; none when the warehouse does not answer soon. */
    public List<Minute> minutes(Duration span) {
        return soon(() -> chronicle.minutes(time.now(), span));
    }

    @Override
    public void close() {
        soon(() -> {
            chronicle.remove(process);
            return List.of();
        });
        thread.shutdownNow();
        chronicle.close();
    }

    private void later(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // Nothing depends on it, and the warehouse has not answered for a while.
            return;
        }
    }

    private <T> List<T> soon(Callable<List<T>> work) {
        try {
            return thread.submit(work).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cdc-vault-chronicle");
        thread.setDaemon(true);
        return thread;
    }
}

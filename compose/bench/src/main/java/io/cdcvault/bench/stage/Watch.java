package io.cdcvault.bench.stage;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stops the time from a run's first event to its last. Thread-safe. */
public final class Watch {

    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private final long warmUpRows;
    private final long expectedRows;
    private final Runnable whenBegun;
    private final StageRun measured;
    private long rows;
    private long transactions;
    private long lastProgress = System.nanoTime();
    private @Nullable Begin begin;
    private @Nullable Reading reading;
    private @Nullable Throwable failure;

    private record Begin(long rows, long nanos, CpuClock cpu) {}

    /**
     * @param warmUpRows that are not measured: the time begins with the one after them
     * @param expectedRows with so many the run is over
     * @param whenBegun called when the time begins
     */
    Watch(long warmUpRows, long expectedRows, Runnable whenBegun, StageRun measured) {
        this.warmUpRows = warmUpRows;
        this.expectedRows = expectedRows;
        this.whenBegun = whenBegun;
        this.measured = measured;
    }

    /** The first event is there, unless it was before. */
    synchronized void begin() {
        if (begin == null && rows >= warmUpRows) {
            whenBegun.run();
            begin = new Begin(rows, System.nanoTime(), measured.cpu());
        }
    }

    /** So much has gone the whole way. */
    synchronized void reached(long rowsSoFar, long transactionsSoFar) {
        if (rowsSoFar > rows) {
            lastProgress = System.nanoTime();
        }
        rows = rowsSoFar;
        transactions = transactionsSoFar;
        if (warmUpRows > 0) {
            begin();
        }
        if (rows >= expectedRows && reading == null) {
            if (begin == null) {
                fail(new IllegalStateException("The last event came, and nothing saw the first"));
                return;
            }
            reading = read(System.nanoTime());
            notifyAll();
        }
    }

    /** The run cannot continue. */
    synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    synchronized boolean isOver() {
        return reading != null || failure != null;
    }

    /**
     * Waits for the last event.
     *
     * @throws IllegalStateException when the run failed, or when nothing has moved for a minute
     */
    synchronized Reading await() throws InterruptedException {
        while (reading == null) {
            if (failure != null) {
                throw new IllegalStateException("The run failed: " + failure, failure);
            }
            if (System.nanoTime() - lastProgress > STANDSTILL.toNanos()) {
                throw new IllegalStateException("The run stands still at " + rows + " of " + expectedRows + " rows");
            }
            wait(1_000);
        }
        return reading;
    }

    private Reading read(long end) {
        Begin first = Objects.requireNonNull(begin);
        CpuClock now = measured.cpu();
        return new Reading(
                rows,
                rows - first.rows(),
                transactions,
                (end - first.nanos()) / 1e9,
                now.processSeconds() - first.cpu().processSeconds(),
                now.processSeconds(),
                measured.peakMemoryBytes(),
                now.threadsSince(first.cpu()));
    }
}

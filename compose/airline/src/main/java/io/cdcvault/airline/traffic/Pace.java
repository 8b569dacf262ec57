package io.cdcvault.airline.traffic;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** When one writer plays its next transaction, and when it is done. Confined to one thread. */
final class Pace {

    private static final long LONGEST_PARK = Duration.ofMillis(100).toNanos();

    private final long transactions;
    private final long end;
    private final double nanosBetween;
    private final BooleanSupplier stopped;
    private final long begin = System.nanoTime();
    private long played;

    /**
     * @param transactions how many to play
     * @param duration for how long to play at most
     * @param perSecond how many a second, or 0 for as many as possible
     * @param stopped asked before each transaction
     */
    Pace(long transactions, Duration duration, double perSecond, BooleanSupplier stopped) {
        this.stopped = stopped;
        this.transactions = transactions;
        this.end = begin + duration.toNanos();
        this.nanosBetween = perSecond == 0 ? 0 : 1e9 / perSecond;
    }

    /** Waits for the next transaction's turn; false when it was the last one. */
    boolean next() {
        if (played >= transactions) {
            return false;
        }
        long due = begin + (long) (nanosBetween * played);
        played++;
        long now = System.nanoTime();
        while (due - now > 0 && end - now > 0 && !stopped.getAsBoolean()) {
            LockSupport.parkNanos(Math.min(LONGEST_PARK, Math.min(due, end) - now));
            now = System.nanoTime();
        }
        return end - now > 0 && !stopped.getAsBoolean();
    }
}

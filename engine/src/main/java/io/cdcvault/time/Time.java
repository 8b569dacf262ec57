package io.cdcvault.time;

import java.time.Duration;
import java.time.Instant;

/** The time, and its passing. Thread-safe. */
public interface Time {

    /** This machine's. */
    static Time system() {
        return SystemTime.INSTANCE;
    }

    /** By the wall clock, which may be set back or forward. */
    Instant now();

    /** Nanoseconds since some moment, for differences alone; never goes back. */
    long nanos();

    /**
     * Returns when the time has passed.
     *
     * @throws InterruptedException when the thread is interrupted, before or meanwhile; its flag is then cleared
     */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Returns when a monitor is notified or the time has passed, and sometimes before: to be called in a loop.
     *
     * @param monitor held by the caller, who holds it again afterwards
     * @throws InterruptedException when the thread is interrupted, before or meanwhile; its flag is then cleared
     */
    void await(Object monitor, Duration time) throws InterruptedException;

    /** Begins to measure. */
    default Stopwatch stopwatch() {
        return new Stopwatch(this);
    }

    /** A moment so far from now. */
    default Deadline deadline(Duration patience) {
        return new Deadline(this, patience);
    }
}

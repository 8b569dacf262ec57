package io.cdcvault.time;

import java.time.Duration;

/** A moment up to which something may last, or before which it rests. Immutable. */
public final class Deadline {

    private final Stopwatch begun;
    private final Duration patience;

    Deadline(Time time, Duration patience) {
        this.begun = time.stopwatch();
        this.patience = patience;
    }

    /** Whether it has come; of a patience of zero, at once. */
    public boolean isPast() {
        return begun.elapsed().compareTo(patience) >= 0;
    }

    /** The time up to it; zero when it has come. */
    public Duration left() {
        Duration left = patience.minus(begun.elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }
}

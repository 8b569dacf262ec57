package io.cdcvault.time;

import java.time.Duration;

/** How long ago something began, also when the wall clock is set. Immutable. */
public final class Stopwatch {

    private final Time time;
    private final long begun;

    Stopwatch(Time time) {
        this.time = time;
        this.begun = time.nanos();
    }

    /** The time since it began; never negative. */
    public Duration elapsed() {
        return Duration.ofNanos(time.nanos() - begun);
    }

    /** The time since it began, in seconds. */
    public double seconds() {
        return (time.nanos() - begun) / 1e9;
    }

    /** Whether more than this has passed. */
    public boolean isOver(Duration patience) {
        return elapsed().compareTo(patience) > 0;
    }
}

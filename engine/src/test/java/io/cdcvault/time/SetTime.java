package io.cdcvault.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stands still until a test moves it on; a wait moves it on by itself, and returns at once. */
public final class SetTime implements Time {

    private Instant now = Instant.parse("2026-05-01T12:00:00Z");
    private long nanos;
    private final List<Duration> waits = new ArrayList<>();

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        synchronized (this) {
            waits.add(time);
        }
        pass(time);
    }

    @Override
    public void await(Object monitor, Duration time) throws InterruptedException {
        sleep(time);
    }

    /** Moves both clocks on. */
    public synchronized void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** Moves the wall clock alone, as an administrator may. */
    public synchronized void set(Instant moment) {
        now = moment;
    }

    /** How long each wait was to last, in order. */
    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }
}

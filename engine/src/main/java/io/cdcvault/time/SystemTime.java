package io.cdcvault.time;

import java.time.Duration;
import java.time.Instant;

/** This machine's time. */
final class SystemTime implements Time {

    static final Time INSTANCE = new SystemTime();

    private SystemTime() {}

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
    public void await(Object monitor, Duration time) throws InterruptedException {
        // Zero would be for ever.
        monitor.wait(Math.max(1, time.toMillis()));
    }
}

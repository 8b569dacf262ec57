package io.cdcvault.local.process;

import io.cdcvault.local.failure.LocalStackException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a condition of the outside world. */
public final class Await {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what the condition in words, for the message of the failure after {@code limit}
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        if (!within(limit, condition)) {
            throw new LocalStackException("Gave up after " + limit.toSeconds() + " s waiting until " + what);
        }
    }

    /** Whether the condition came to hold within the limit. */
    public static boolean within(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while waiting", e);
        }
    }
}

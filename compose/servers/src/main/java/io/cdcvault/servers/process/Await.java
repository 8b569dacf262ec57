package io.cdcvault.servers.process;

import io.cdcvault.servers.failure.LocalStackException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a condition of the outside world. */
public final class Await {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** A check of the condition that takes long must not slow down what is waited for: pauses are this much longer. */
    private static final int PAUSES_PER_CHECK = 3;

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
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause(Duration.ofNanos(System.nanoTime() - begin));
            begin = System.nanoTime();
        }
        return true;
    }

    private static void pause(Duration check) {
        long millis = Math.max(SHORTEST_PAUSE.toMillis(), check.toMillis() * PAUSES_PER_CHECK);
        try {
            Thread.sleep(Math.min(millis, LONGEST_PAUSE.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while waiting", e);
        }
    }
}

package io.cdcvault.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what another service has. */
final class StandBy {

    private static final Logger LOG = LoggerFactory.getLogger(StandBy.class);

    private StandBy() {}

    /**
     * Tries again and again.
     *
     * @param why logged once, when it has to wait
     * @return false when it was stopped before
     */
    static boolean until(BooleanSupplier isTaken, CountDownLatch stopped, String why) throws InterruptedException {
        boolean isLogged = false;
        while (!isTaken.getAsBoolean()) {
            if (!isLogged) {
                LOG.info("Standing by: {}", why);
                isLogged = true;
            }
            if (stopped.await(1, TimeUnit.SECONDS)) {
                return false;
            }
        }
        return true;
    }
}

package io.cdcvault.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long ago something was committed. */
final class Ages {

    private Ages() {}

    /** Both in microseconds since 1970; never negative, as the clocks may differ a little. */
    static double seconds(long loadDate, long now) {
        return Math.max(0, (now - loadDate) / 1e6);
    }

    /** By this machine's clock, in microseconds since 1970. */
    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}

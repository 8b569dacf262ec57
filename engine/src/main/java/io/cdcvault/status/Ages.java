package io.cdcvault.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long ago something was committed. */
public final class Ages {

    private Ages() {}

    /** Both in microseconds since 1970; never negative, as the clocks may differ a little. */
    public static double seconds(long loadDate, long now) {
        return Math.max(0, (now - loadDate) / 1e6);
    }

    /** In microseconds since 1970. */
    public static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }
}

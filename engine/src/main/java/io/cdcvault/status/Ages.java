package io.cdcvault.status;

import io.cdcvault.change.LoadDate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long ago something was committed. */
public final class Ages {

    private Ages() {}

    /**
     * Never negative, as the clocks may differ a little.
     *
     * @param now in microseconds since 1970
     */
    public static double seconds(LoadDate loadDate, long now) {
        return Math.max(0, (now - loadDate.micros()) / 1e6);
    }

    /** In microseconds since 1970. */
    public static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }
}

package io.cdcvault.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Load dates as PostgreSQL reads them. */
final class Timestamps {

    private Timestamps() {}

    /** @param micros microseconds since 1970, UTC */
    static String iso(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}

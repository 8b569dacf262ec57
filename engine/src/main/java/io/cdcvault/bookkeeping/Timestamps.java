package io.cdcvault.bookkeeping;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Load dates as PostgreSQL reads them. */
public final class Timestamps {

    private Timestamps() {}

    /** Microseconds since 1970, UTC, in the form of ISO 8601. */
    public static String iso(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}

package io.cdcvault.change;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a transaction happened, on the vault's clock: see {@link CommitClock}. Load dates order transactions as their
 * commits do.
 *
 * @param micros since 1970, UTC
 */
public record LoadDate(long micros) implements Comparable<LoadDate> {

    /** Stands before every transaction's. */
    public static final LoadDate BEFORE_FIRST = new LoadDate(0);

    /** The load date of a moment, without what is finer than a microsecond. */
    public static LoadDate of(Instant moment) {
        return new LoadDate(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    /** The smallest load date after this one. */
    public LoadDate next() {
        return new LoadDate(micros + 1);
    }

    public boolean isAfter(LoadDate other) {
        return micros > other.micros;
    }

    public Instant instant() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public int compareTo(LoadDate other) {
        return Long.compare(micros, other.micros);
    }

    /** In the form of ISO 8601, which PostgreSQL reads. */
    @Override
    public String toString() {
        return instant().toString();
    }
}

package io.cdcvault.bookkeeping;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import io.cdcvault.change.LoadDate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Load dates and other moments, as PostgreSQL reads them. */
final class Timestamps {

    /** By the server's clock, also while a transaction lasts. */
    static final Field<OffsetDateTime> NOW = field("clock_timestamp()", OffsetDateTime.class);

    private Timestamps() {}

    static OffsetDateTime of(LoadDate loadDate) {
        return loadDate.instant().atOffset(ZoneOffset.UTC);
    }

    /** NULL is the load date before the first transaction. */
    static LoadDate loadDate(@Nullable OffsetDateTime moment) {
        return moment == null ? LoadDate.BEFORE_FIRST : LoadDate.of(moment.toInstant());
    }

    /** To the millisecond; 1970 for NULL. */
    static Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? Instant.EPOCH : moment.toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A column in microseconds since 1970. */
    static Field<Long> micros(Field<OffsetDateTime> column) {
        return field("(extract(epoch from {0}) * 1000000)::bigint", Long.class, column);
    }

    /** So long before now, in PostgreSQL's words. */
    static Field<OffsetDateTime> before(String interval) {
        return field("clock_timestamp() - {0}::interval", OffsetDateTime.class, inline(interval));
    }

    /** How long a moment is past, in seconds. */
    static Field<Double> age(Field<OffsetDateTime> moment) {
        return field("extract(epoch from clock_timestamp() - {0})::double precision", Double.class, moment);
    }
}

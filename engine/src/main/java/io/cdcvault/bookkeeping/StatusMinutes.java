package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.STATUS_MINUTE;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The state of an installation by the minute. */
public final class StatusMinutes {

    private static final Field<OffsetDateTime> SLICE = field(name("slice"), OffsetDateTime.class);

    private final Books books;
    private final String installation;

    public StatusMinutes(Connection connection, String installation) {
        this.books = new Books(connection);
        this.installation = installation;
    }

    /**
     * A state.
     *
     * @param captured row changes in a second
     * @param loaded row changes in a second
     */
    public record Entry(
            Instant at, OptionalDouble captured, OptionalDouble loaded, OptionalDouble lagSeconds, String health) {}

    /** Of a minute the last state counts, and the greatest lag. */
    public void add(Entry state) throws SQLException {
        Field<OffsetDateTime> minute = field(
                "date_trunc('minute', {0})",
                OffsetDateTime.class, val(state.at().atOffset(ZoneOffset.UTC)));
        books.execute(insertInto(STATUS_MINUTE)
                .set(STATUS_MINUTE.INSTALLATION, installation)
                .set(STATUS_MINUTE.MINUTE, minute)
                .set(STATUS_MINUTE.CAPTURED, boxed(state.captured()))
                .set(STATUS_MINUTE.LOADED, boxed(state.loaded()))
                .set(STATUS_MINUTE.LAG_SECONDS, boxed(state.lagSeconds()))
                .set(STATUS_MINUTE.HEALTH, state.health())
                .onConflict(STATUS_MINUTE.INSTALLATION, STATUS_MINUTE.MINUTE)
                .doUpdate()
                .set(STATUS_MINUTE.CAPTURED, excluded(STATUS_MINUTE.CAPTURED))
                .set(STATUS_MINUTE.LOADED, excluded(STATUS_MINUTE.LOADED))
                .set(
                        STATUS_MINUTE.LAG_SECONDS,
                        greatest(STATUS_MINUTE.LAG_SECONDS, excluded(STATUS_MINUTE.LAG_SECONDS)))
                .set(STATUS_MINUTE.HEALTH, excluded(STATUS_MINUTE.HEALTH)));
    }

    /**
     * From old to new.
     *
     * @param slice so many seconds together make an entry: averages, the greatest lag, and the worst health
     */
    public List<Entry> since(Instant since, long slice) throws SQLException {
        Field<OffsetDateTime> begin = field(
                "to_timestamp(floor(extract(epoch from {0}) / {1}) * {1})",
                OffsetDateTime.class, STATUS_MINUTE.MINUTE, inline(slice));
        return books.fetch(select(
                                begin.as(SLICE),
                                avg(STATUS_MINUTE.CAPTURED),
                                avg(STATUS_MINUTE.LOADED),
                                max(STATUS_MINUTE.LAG_SECONDS),
                                max(STATUS_MINUTE.HEALTH))
                        .from(STATUS_MINUTE)
                        .where(STATUS_MINUTE.INSTALLATION.eq(installation))
                        .and(STATUS_MINUTE.MINUTE.ge(since.atOffset(ZoneOffset.UTC)))
                        .groupBy(SLICE)
                        .orderBy(SLICE))
                .map(row -> new Entry(
                        row.value1().toInstant(),
                        optional(row.value2()),
                        optional(row.value3()),
                        optional(row.value4()),
                        row.value5()));
    }

    /** Those of more than 32 days ago. */
    public void forgetOld() throws SQLException {
        books.execute(deleteFrom(STATUS_MINUTE)
                .where(STATUS_MINUTE.INSTALLATION.eq(installation))
                .and(STATUS_MINUTE.MINUTE.lt(Timestamps.before("32 days"))));
    }

    private static @Nullable Double boxed(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static OptionalDouble optional(@Nullable Number number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }
}

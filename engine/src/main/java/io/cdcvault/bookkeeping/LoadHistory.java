package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.LOAD_HISTORY;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.OptionalDouble;
import org.jooq.Field;
import org.jooq.TableField;

/** What a feed loaded in each minute. */
public final class LoadHistory {

    private static final Field<OffsetDateTime> THIS_MINUTE =
            field("date_trunc('minute', clock_timestamp())", OffsetDateTime.class);

    private final Books books;
    private final String feed;

    /** @param feed its text */
    public LoadHistory(Connection connection, String feed) {
        this.books = new Books(connection);
        this.feed = feed;
    }

    /**
     * Adds a batch to the minute.
     *
     * @param vaultRows new ones
     */
    void add(int transactions, long rows, long vaultRows, double busySeconds) throws SQLException {
        books.execute(insertInto(LOAD_HISTORY)
                .set(LOAD_HISTORY.FEED, feed)
                .set(LOAD_HISTORY.MINUTE, THIS_MINUTE)
                .set(LOAD_HISTORY.BATCHES, inline(1L))
                .set(LOAD_HISTORY.TRANSACTIONS, (long) transactions)
                .set(LOAD_HISTORY.ROWS, rows)
                .set(LOAD_HISTORY.VAULT_ROWS, vaultRows)
                .set(LOAD_HISTORY.BUSY_SECONDS, busySeconds)
                .onConflict(LOAD_HISTORY.FEED, LOAD_HISTORY.MINUTE)
                .doUpdate()
                .set(LOAD_HISTORY.BATCHES, sum(LOAD_HISTORY.BATCHES))
                .set(LOAD_HISTORY.TRANSACTIONS, sum(LOAD_HISTORY.TRANSACTIONS))
                .set(LOAD_HISTORY.ROWS, sum(LOAD_HISTORY.ROWS))
                .set(LOAD_HISTORY.VAULT_ROWS, sum(LOAD_HISTORY.VAULT_ROWS))
                .set(LOAD_HISTORY.BUSY_SECONDS, sum(LOAD_HISTORY.BUSY_SECONDS)));
    }

    /** For how many seconds the feed has been loaded; empty before the first batch. */
    public OptionalDouble seconds() throws SQLException {
        Double seconds = books.fetch(select(Timestamps.age(min(LOAD_HISTORY.MINUTE)))
                        .from(LOAD_HISTORY)
                        .where(LOAD_HISTORY.FEED.eq(feed)))
                .get(0)
                .value1();
        return seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    private static <N extends Number> Field<N> sum(TableField<?, N> column) {
        return column.plus(excluded(column));
    }
}

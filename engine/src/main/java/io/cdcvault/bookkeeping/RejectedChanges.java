package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.SUSPECT;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import io.cdcvault.change.LoadDate;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Query;

/** Changes found unloadable among all that was staged, until their batch is loaded again and they become letters. */
public final class RejectedChanges {

    /** Stands for the key that is not known: no key is without columns. */
    private static final String UNKNOWN = "{}";

    private final Books books;
    private final String feed;
    private final Query insert;

    /** @param feed its text */
    public RejectedChanges(Connection connection, String feed) {
        this.books = new Books(connection);
        this.feed = feed;
        this.insert = insertInto(SUSPECT)
                .set(SUSPECT.FEED, feed)
                .set(SUSPECT.SOURCE_SCHEMA, param("schema", SUSPECT.SOURCE_SCHEMA))
                .set(SUSPECT.SOURCE_TABLE, param("table", SUSPECT.SOURCE_TABLE))
                .set(SUSPECT.ROW_KEY, param("key", SUSPECT.ROW_KEY))
                .set(SUSPECT.LOAD_DATE, param("load_date", SUSPECT.LOAD_DATE))
                .set(SUSPECT.REASON, param("reason", SUSPECT.REASON))
                .onConflictDoNothing();
    }

    /**
     * A change that cannot be loaded.
     *
     * @param key of its row, as JSON; empty when it is not known which of the table's changes it is
     * @param loadDate of its transaction
     */
    public record Change(TableName table, Optional<String> key, LoadDate loadDate, String reason) {}

    /** From the earliest load date to the latest. */
    public List<Change> all() throws SQLException {
        return books.fetch(select(
                                SUSPECT.SOURCE_SCHEMA,
                                SUSPECT.SOURCE_TABLE,
                                SUSPECT.ROW_KEY,
                                SUSPECT.LOAD_DATE,
                                SUSPECT.REASON)
                        .from(SUSPECT)
                        .where(SUSPECT.FEED.eq(feed))
                        .orderBy(SUSPECT.LOAD_DATE))
                .map(row -> new Change(
                        new TableName(row.value1(), row.value2()),
                        Optional.of(row.value3()).filter(key -> !key.equals(UNKNOWN)),
                        Timestamps.loadDate(row.value4()),
                        row.value5()));
    }

    /** Idempotent. */
    public void add(List<Change> changes) throws SQLException {
        books.executeAll(
                insert,
                changes.stream()
                        .map(change -> Map.<String, Object>of(
                                "schema", change.table().schema(),
                                "table", change.table().table(),
                                "key", change.key().orElse(UNKNOWN),
                                "load_date", Timestamps.of(change.loadDate()),
                                "reason", change.reason()))
                        .toList());
    }

    /** Those of one row. */
    public void remove(TableName table, String key) throws SQLException {
        books.execute(deleteFrom(SUSPECT)
                .where(SUSPECT.FEED.eq(feed))
                .and(SUSPECT.SOURCE_SCHEMA.eq(table.schema()))
                .and(SUSPECT.SOURCE_TABLE.eq(table.table()))
                .and(LetterColumns.hasKey(SUSPECT.ROW_KEY, key)));
    }

    /** Those that are not known, of all tables. */
    public void removeUnknown() throws SQLException {
        books.execute(deleteFrom(SUSPECT).where(SUSPECT.FEED.eq(feed)).and(SUSPECT.ROW_KEY.eq(UNKNOWN)));
    }
}

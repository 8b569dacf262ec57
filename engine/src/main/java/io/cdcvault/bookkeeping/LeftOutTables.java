package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.LEFT_OUT_TABLE;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Condition;

/** Tables of a feed's source that have come and are not loaded, as long as that is so. */
public final class LeftOutTables {

    private final Books books;
    private final String feed;

    /** @param feed its text */
    public LeftOutTables(Connection connection, String feed) {
        this.books = new Books(connection);
        this.feed = feed;
    }

    /**
     * Why a table is not loaded.
     *
     * @param text in the words that follow the table's name
     * @param remedy what to do, as a sentence without a full stop
     */
    public record Reason(String text, String remedy) {}

    /** One of them. */
    public record LeftOut(TableName table, Reason reason, Instant noticedAt) {}

    /** By name; none before the bookkeeping knows of them. */
    public List<LeftOut> all() throws SQLException {
        return books.has(LEFT_OUT_TABLE)
                ? books.fetch(select(
                                        LEFT_OUT_TABLE.SOURCE_SCHEMA,
                                        LEFT_OUT_TABLE.SOURCE_TABLE,
                                        LEFT_OUT_TABLE.REASON,
                                        LEFT_OUT_TABLE.REMEDY,
                                        LEFT_OUT_TABLE.NOTICED_AT)
                                .from(LEFT_OUT_TABLE)
                                .where(LEFT_OUT_TABLE.FEED.eq(feed))
                                .orderBy(LEFT_OUT_TABLE.SOURCE_SCHEMA, LEFT_OUT_TABLE.SOURCE_TABLE))
                        .map(row -> new LeftOut(
                                new TableName(row.value1(), row.value2()),
                                new Reason(row.value3(), row.value4()),
                                Timestamps.instant(row.value5())))
                : List.of();
    }

    /**
     * Makes them these, in the open transaction.
     *
     * @return those that are new, or have another reason than before
     */
    Map<TableName, Reason> become(Map<TableName, Reason> tables) throws SQLException {
        Map<TableName, Reason> fresh = new TreeMap<>(tables);
        for (LeftOut known : all()) {
            if (!fresh.remove(known.table(), known.reason())) {
                books.execute(deleteFrom(LEFT_OUT_TABLE).where(is(known.table())));
            }
        }
        for (Map.Entry<TableName, Reason> table : fresh.entrySet()) {
            books.execute(insertInto(LEFT_OUT_TABLE)
                    .set(LEFT_OUT_TABLE.FEED, feed)
                    .set(LEFT_OUT_TABLE.SOURCE_SCHEMA, table.getKey().schema())
                    .set(LEFT_OUT_TABLE.SOURCE_TABLE, table.getKey().table())
                    .set(LEFT_OUT_TABLE.REASON, table.getValue().text())
                    .set(LEFT_OUT_TABLE.REMEDY, table.getValue().remedy()));
        }
        return fresh;
    }

    private Condition is(TableName table) {
        return LEFT_OUT_TABLE
                .FEED
                .eq(feed)
                .and(LEFT_OUT_TABLE.SOURCE_SCHEMA.eq(table.schema()))
                .and(LEFT_OUT_TABLE.SOURCE_TABLE.eq(table.table()));
    }
}

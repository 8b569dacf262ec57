package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.TABLE_SNAPSHOT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.cdcvault.change.TableSnapshot;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Query;
import org.jooq.Record;

/**
 * Requested snapshots of single tables, kept in the warehouse: so they outlive the service, and each service of the
 * installation hears of them. Running services follow within seconds.
 */
public final class SnapshotRequests {

    /** A number must not become visible after a greater one. */
    private static final String LOCK = "cdc_vault.table_snapshot";

    private final Settings settings;
    private final String feed;

    public SnapshotRequests(Settings settings) {
        this.settings = settings;
        this.feed = FeedName.textOf(settings);
    }

    /**
     * What has become of a request.
     *
     * @param rows loaded so far
     * @param finishedAt empty while it is under way
     */
    public record Progress(TableSnapshot snapshot, Instant requestedAt, long rows, Optional<Instant> finishedAt) {

        public boolean isFinished() {
            return finishedAt.isPresent();
        }
    }

    /**
     * Asks for a snapshot of each table; one that is under way continues instead.
     *
     * @return what is to be waited for
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public List<TableSnapshot> request(Collection<TableName> tables) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("remember the snapshots that are asked for", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                Books books = new Books(connection);
                books.lock(LOCK);
                for (TableName table : tables) {
                    books.execute(forget(feed, table));
                    books.execute(request(feed, table));
                }
                List<TableSnapshot> asked = read(connection, feed).stream()
                        .map(Progress::snapshot)
                        .filter(snapshot -> tables.contains(snapshot.table()))
                        .toList();
                connection.commit();
                return asked;
            });
        }
    }

    /**
     * Cancels the snapshots of some tables that are not finished. What they have loaded stays.
     *
     * @return the tables whose snapshot was cancelled
     */
    public List<TableName> cancel(Collection<TableName> tables) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("cancel the requested snapshots", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                Books books = new Books(connection);
                List<TableName> cancelled = new ArrayList<>();
                for (TableName table : tables) {
                    if (books.execute(cancel(feed, table)) > 0) {
                        cancelled.add(table);
                    }
                }
                connection.commit();
                return cancelled;
            });
        }
    }

    /** Those that are not finished, and of each table the last that was. */
    public List<Progress> read() {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("read the snapshots that are asked for", () -> read(warehouse.connection(), feed));
        }
    }

    /**
     * Requests a snapshot of a table from its beginning, instead of any that is under way.
     *
     * @return its number, which no earlier request has
     */
    public static long requestAgain(Connection connection, String feed, TableName table) throws SQLException {
        Books books = new Books(connection);
        books.lock(LOCK);
        books.execute(cancel(feed, table));
        books.execute(forget(feed, table));
        return books.fetch(request(feed, table).returningResult(TABLE_SNAPSHOT.NUMBER))
                .get(0)
                .value1();
    }

    /** Cancels the snapshot of a table that is not finished, in the open transaction. */
    static void cancel(Connection connection, String feed, TableName table) throws SQLException {
        new Books(connection).execute(cancel(feed, table));
    }

    /** Those of a feed that are not finished, and of each table the last that was. */
    public static List<Progress> read(Connection connection, String feed) throws SQLException {
        return new Books(connection)
                .fetch(select(
                                TABLE_SNAPSHOT.NUMBER,
                                TABLE_SNAPSHOT.SOURCE_SCHEMA,
                                TABLE_SNAPSHOT.SOURCE_TABLE,
                                TABLE_SNAPSHOT.REQUESTED_AT,
                                TABLE_SNAPSHOT.ROWS,
                                TABLE_SNAPSHOT.FINISHED_AT)
                        .from(TABLE_SNAPSHOT)
                        .where(TABLE_SNAPSHOT.FEED.eq(feed))
                        .orderBy(TABLE_SNAPSHOT.NUMBER))
                .map(row -> new Progress(
                        new TableSnapshot(row.value1(), new TableName(row.value2(), row.value3())),
                        Timestamps.instant(row.value4()),
                        row.value5(),
                        Optional.ofNullable(row.value6()).map(Timestamps::instant)));
    }

    /** Numbers grow, also when a warehouse was made again: the capture does them in their order, each once. */
    private static InsertOnDuplicateStep<Record> request(String feed, TableName table) {
        Field<Long> next = coalesce(field(select(max(TABLE_SNAPSHOT.NUMBER)).from(TABLE_SNAPSHOT)), inline(0L))
                .plus(inline(1L));
        return insertInto(
                        TABLE_SNAPSHOT,
                        TABLE_SNAPSHOT.NUMBER,
                        TABLE_SNAPSHOT.FEED,
                        TABLE_SNAPSHOT.SOURCE_SCHEMA,
                        TABLE_SNAPSHOT.SOURCE_TABLE)
                .select(select(
                                greatest(Timestamps.micros(Timestamps.NOW), next),
                                val(feed),
                                val(table.schema()),
                                val(table.table()))
                        .whereNotExists(selectOne()
                                .from(TABLE_SNAPSHOT)
                                .where(TABLE_SNAPSHOT.FINISHED_AT.isNull())
                                .and(isOf(feed, table))));
    }

    private static Query forget(String feed, TableName table) {
        return deleteFrom(TABLE_SNAPSHOT)
                .where(TABLE_SNAPSHOT.FINISHED_AT.isNotNull())
                .and(isOf(feed, table));
    }

    private static Query cancel(String feed, TableName table) {
        return deleteFrom(TABLE_SNAPSHOT)
                .where(TABLE_SNAPSHOT.FINISHED_AT.isNull())
                .and(isOf(feed, table));
    }

    private static Condition isOf(String feed, TableName table) {
        return TABLE_SNAPSHOT
                .FEED
                .eq(feed)
                .and(TABLE_SNAPSHOT.SOURCE_SCHEMA.eq(table.schema()))
                .and(TABLE_SNAPSHOT.SOURCE_TABLE.eq(table.table()));
    }
}

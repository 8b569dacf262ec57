package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.SNAPSHOT_KEY;
import static io.cdcvault.bookkeeping.schema.Tables.TABLE_SNAPSHOT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.SnapshotKeys;
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
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Record1;
import org.jspecify.annotations.Nullable;

/**
 * Requested snapshots of single tables, kept in the warehouse: so they outlive the service, and each service of the
 * installation hears of them. Running services follow within seconds.
 */
public final class SnapshotRequests {

    private static final int KEYS_AT_ONCE = 10_000;
    private static final Query KEY = insertInto(SNAPSHOT_KEY)
            .set(SNAPSHOT_KEY.NUMBER, param("number", SNAPSHOT_KEY.NUMBER))
            .set(SNAPSHOT_KEY.NTH, param("nth", SNAPSHOT_KEY.NTH))
            .set(SNAPSHOT_KEY.KEY, param("key", SNAPSHOT_KEY.KEY));

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
                        .filter(snapshot -> tables.contains(snapshot.table()) && !snapshot.isPartial())
                        .toList();
                connection.commit();
                return asked;
            });
        }
    }

    /**
     * Asks for a snapshot of the rows of some keys of a table, beside any other that is asked for.
     *
     * @param columns of the source, by whose values the rows are found
     * @param keys at least one
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public TableSnapshot request(TableName table, List<String> columns, Collection<List<String>> keys) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("remember the snapshot that is asked for", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                Books books = new Books(connection);
                books.lock(LOCK);
                books.execute(forget(feed, table));
                long number = books.fetch(insertInto(TABLE_SNAPSHOT)
                                .set(TABLE_SNAPSHOT.NUMBER, nextNumber())
                                .set(TABLE_SNAPSHOT.FEED, feed)
                                .set(TABLE_SNAPSHOT.SOURCE_SCHEMA, table.schema())
                                .set(TABLE_SNAPSHOT.SOURCE_TABLE, table.table())
                                .set(TABLE_SNAPSHOT.KEY_COLUMNS, columns.toArray(String[]::new))
                                .returningResult(TABLE_SNAPSHOT.NUMBER))
                        .get(0)
                        .value1();
                List<Map<String, @Nullable Object>> parameters = new ArrayList<>();
                long nth = 0;
                for (List<String> key : keys) {
                    parameters.add(Map.of("number", number, "nth", ++nth, "key", key.toArray(String[]::new)));
                    if (parameters.size() == KEYS_AT_ONCE || nth == keys.size()) {
                        books.executeAll(KEY, parameters);
                        parameters.clear();
                    }
                }
                connection.commit();
                return new TableSnapshot(number, table, true);
            });
        }
    }

    /**
     * The keys that a partial snapshot continues with.
     *
     * @param most how many
     * @return empty when it is not asked for any more
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public Optional<SnapshotKeys> keys(SnapshotCursor after, int most) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt(
                    "read the keys of a snapshot",
                    () -> keys(new Books(warehouse.connection()), after.snapshot(), after.keys(), most));
        }
    }

    private static Optional<SnapshotKeys> keys(Books books, TableSnapshot snapshot, long after, int most)
            throws SQLException {
        Optional<String[]> columns = books.first(select(TABLE_SNAPSHOT.KEY_COLUMNS)
                        .from(TABLE_SNAPSHOT)
                        .where(TABLE_SNAPSHOT.NUMBER.eq(snapshot.number()))
                        .and(TABLE_SNAPSHOT.FINISHED_AT.isNull()))
                .map(Record1::value1);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> found = books.fetch(select(SNAPSHOT_KEY.KEY)
                        .from(SNAPSHOT_KEY)
                        .where(SNAPSHOT_KEY.NUMBER.eq(snapshot.number()))
                        .and(SNAPSHOT_KEY.NTH.gt(after))
                        .orderBy(SNAPSHOT_KEY.NTH)
                        .limit(most + 1))
                .map(row -> List.of(row.value1()));
        boolean areLast = found.size() <= most;
        return Optional.of(new SnapshotKeys(
                snapshot, List.of(columns.get()), after, areLast ? found : found.subList(0, most), areLast));
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
                                TABLE_SNAPSHOT.FINISHED_AT,
                                TABLE_SNAPSHOT.KEY_COLUMNS)
                        .from(TABLE_SNAPSHOT)
                        .where(TABLE_SNAPSHOT.FEED.eq(feed))
                        .orderBy(TABLE_SNAPSHOT.NUMBER))
                .map(row -> new Progress(
                        new TableSnapshot(
                                row.value1(), new TableName(row.value2(), row.value3()), row.value7() != null),
                        Timestamps.instant(row.value4()),
                        row.value5(),
                        Optional.ofNullable(row.value6()).map(Timestamps::instant)));
    }

    /** Numbers grow, also when a warehouse was made again: the capture does them in their order, each once. */
    private static InsertOnDuplicateStep<Record> request(String feed, TableName table) {
        return insertInto(
                        TABLE_SNAPSHOT,
                        TABLE_SNAPSHOT.NUMBER,
                        TABLE_SNAPSHOT.FEED,
                        TABLE_SNAPSHOT.SOURCE_SCHEMA,
                        TABLE_SNAPSHOT.SOURCE_TABLE)
                .select(select(nextNumber(), val(feed), val(table.schema()), val(table.table()))
                        .whereNotExists(selectOne()
                                .from(TABLE_SNAPSHOT)
                                .where(TABLE_SNAPSHOT.FINISHED_AT.isNull())
                                .and(TABLE_SNAPSHOT.KEY_COLUMNS.isNull())
                                .and(isOf(feed, table))));
    }

    private static Field<Long> nextNumber() {
        Field<Long> next = coalesce(field(select(max(TABLE_SNAPSHOT.NUMBER)).from(TABLE_SNAPSHOT)), inline(0L))
                .plus(inline(1L));
        return greatest(Timestamps.micros(Timestamps.NOW), next);
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

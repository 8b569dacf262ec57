package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.SOURCE_TABLE;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.cdcvault.change.Lsn;
import io.cdcvault.feed.FeedName;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * What the warehouse remembers of how the source publishes its tables. What is remembered and the snapshots that repair
 * a table change in one transaction, so none of the two is forgotten.
 */
public final class DriftLedger {

    private final Settings settings;
    private final String feed;
    private final LoadedVault vault;

    public DriftLedger(Settings settings, String vaultSchema) {
        this.settings = settings;
        this.vault = LoadedVault.of(settings, vaultSchema);
        this.feed = FeedName.textOf(settings);
    }

    /**
     * What is remembered of a table.
     *
     * @param facts of the source's catalog, as JSON
     * @param obstacle what keeps its changes away now
     * @param remedy what removes the obstacle
     * @param gap why changes may be missing that were made before
     * @param repair the number of the snapshot that brings them; empty when none was requested
     */
    public record Entry(
            String facts,
            Optional<String> obstacle,
            Optional<String> remedy,
            Optional<String> gap,
            OptionalLong repair) {

        /** The same with other facts. */
        public Entry withFacts(String others) {
            return new Entry(others, obstacle, remedy, gap, repair);
        }

        /** Of a table that joins others which are watched already: its rows are yet to be read. */
        public static Entry ofNew(String facts) {
            return new Entry(
                    facts, Optional.empty(), Optional.empty(), Optional.of(TableGaps.NEW), OptionalLong.empty());
        }

        /** Nothing but facts. */
        public static Entry of(String facts) {
            return new Entry(facts, Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());
        }
    }

    /**
     * What is to be remembered.
     *
     * @param entries of the tables that change
     * @param repairs the tables to request a snapshot for, instead of any that is under way
     * @param cancelled tables that cannot be read: a snapshot of them that is under way would hold up the others
     * @param forgotten tables that are not in the model any more
     * @param columns what else became of the source's columns
     * @param notices what was noticed of tables and is worth being remembered when it is over, in the words that follow
     *     the table's name
     * @param walEnd of the master when the change was noticed
     */
    public record Change(
            Map<TableName, Entry> entries,
            Collection<TableName> repairs,
            Collection<TableName> cancelled,
            Collection<TableName> forgotten,
            List<ColumnChange> columns,
            Map<TableName, List<String>> notices,
            Lsn walEnd) {

        /** Nothing becomes different. */
        public static final Change NONE =
                new Change(Map.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), Lsn.BEGINNING);
    }

    /**
     * What is remembered.
     *
     * @param columns what became of the source's columns
     */
    public record Memory(Map<TableName, Entry> entries, List<ColumnChange> columns) {}

    /**
     * Reads and changes in one transaction.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public void change(Function<Memory, Change> decide) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            warehouse.attempt("record how the source publishes its tables", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                Books books = new Books(connection);
                // Of two services of one feed, one looks after the other.
                books.lock(TableGaps.LOCK);
                ColumnLedger columns = new ColumnLedger(connection, vault);
                write(connection, decide.apply(new Memory(read(books), columns.changes())), columns);
                connection.commit();
                return feed;
            });
        }
    }

    /**
     * Alters types of the warehouse and remembers why, in one transaction, unless another process has noticed something
     * meanwhile.
     *
     * @param known the changes that the model follows so far
     * @return whether it was done
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer, or refuses
     */
    public boolean alter(List<String> statements, List<ColumnChange> changes, List<ColumnChange> known, Lsn walEnd) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("give enums their values", () -> {
                Connection connection = warehouse.connection();
                new Books(connection).lock(TableGaps.LOCK);
                ColumnLedger columns = new ColumnLedger(connection, vault);
                boolean isDone = columns.changes().equals(known);
                if (isDone) {
                    try (Statement statement = connection.createStatement()) {
                        for (String sql : statements) {
                            statement.execute(sql);
                        }
                    }
                    columns.append(changes, walEnd);
                }
                connection.commit();
                return isDone;
            });
        }
    }

    /**
     * Remembers which tables of the source have come and are not loaded.
     *
     * @param tables all of them
     * @param walEnd gives the end of the master's WAL, if any is new
     * @throws io.cdcvault.failure.CdcVaultException when a database does not answer
     */
    public void leaveOut(Map<TableName, LeftOutTables.Reason> tables, Supplier<Lsn> walEnd) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            warehouse.attempt("record which tables of the source are not loaded", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                new Books(connection).lock(TableGaps.LOCK);
                Map<TableName, LeftOutTables.Reason> fresh = new LeftOutTables(connection, feed).become(tables);
                SourceNotices notices = new SourceNotices(connection, vault);
                for (Map.Entry<TableName, LeftOutTables.Reason> table : fresh.entrySet()) {
                    notices.append(
                            table.getKey(),
                            "has come and is not loaded: it " + table.getValue().text(),
                            walEnd.get());
                }
                connection.commit();
                return feed;
            });
        }
    }

    /**
     * Reads; nothing is remembered before the first look.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public Memory memory() {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("read how the source publishes its tables", () -> {
                Connection connection = warehouse.connection();
                Books books = new Books(connection);
                Map<TableName, Entry> entries = books.has(SOURCE_TABLE) ? read(books) : Map.of();
                Memory memory = new Memory(entries, new ColumnLedger(connection, vault).changes());
                connection.commit();
                return memory;
            });
        }
    }

    private Map<TableName, Entry> read(Books books) throws SQLException {
        Map<TableName, Entry> entries = new TreeMap<>();
        books.fetch(select(
                                SOURCE_TABLE.SOURCE_SCHEMA,
                                SOURCE_TABLE.SOURCE_TABLE_,
                                SOURCE_TABLE.FACTS,
                                SOURCE_TABLE.OBSTACLE,
                                SOURCE_TABLE.REMEDY,
                                SOURCE_TABLE.GAP,
                                SOURCE_TABLE.REPAIR)
                        .from(SOURCE_TABLE)
                        .where(SOURCE_TABLE.FEED.eq(feed)))
                .forEach(row -> entries.put(
                        new TableName(row.value1(), row.value2()),
                        new Entry(
                                row.value3().data(),
                                Optional.ofNullable(row.value4()),
                                Optional.ofNullable(row.value5()),
                                Optional.ofNullable(row.value6()),
                                repair(row.value7()))));
        return entries;
    }

    private static OptionalLong repair(@Nullable Long number) {
        return number == null || number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private void write(Connection connection, Change change, ColumnLedger columns) throws SQLException {
        columns.append(change.columns(), change.walEnd());
        SourceNotices notices = new SourceNotices(connection, vault);
        for (Map.Entry<TableName, List<String>> table : change.notices().entrySet()) {
            for (String notice : table.getValue()) {
                notices.append(table.getKey(), notice, change.walEnd());
            }
        }
        for (TableName table : change.forgotten()) {
            SourceTables.forget(connection, feed, table);
        }
        for (TableName table : change.cancelled()) {
            SnapshotRequests.cancel(connection, feed, table);
        }
        for (Map.Entry<TableName, Entry> table : change.entries().entrySet()) {
            OptionalLong repair = change.repairs().contains(table.getKey())
                    ? OptionalLong.of(SnapshotRequests.requestAgain(connection, feed, table.getKey()))
                    : table.getValue().repair();
            write(new Books(connection), table.getKey(), table.getValue(), repair);
        }
    }

    /** A moment stays while what began at it is the same. */
    private void write(Books books, TableName table, Entry entry, OptionalLong repair) throws SQLException {
        books.execute(insertInto(SOURCE_TABLE)
                .set(SOURCE_TABLE.FEED, feed)
                .set(SOURCE_TABLE.SOURCE_SCHEMA, table.schema())
                .set(SOURCE_TABLE.SOURCE_TABLE_, table.table())
                .set(SOURCE_TABLE.FACTS, JSONB.jsonb(entry.facts()))
                .set(SOURCE_TABLE.OBSTACLE, entry.obstacle().orElse(null))
                .set(SOURCE_TABLE.REMEDY, entry.remedy().orElse(null))
                .set(SOURCE_TABLE.OBSTRUCTED_AT, beginning(entry.obstacle()))
                .set(SOURCE_TABLE.GAP, entry.gap().orElse(null))
                .set(SOURCE_TABLE.GAP_AT, beginning(entry.gap()))
                .set(SOURCE_TABLE.REPAIR, repair.isPresent() ? repair.getAsLong() : null)
                .onConflict(SOURCE_TABLE.FEED, SOURCE_TABLE.SOURCE_SCHEMA, SOURCE_TABLE.SOURCE_TABLE_)
                .doUpdate()
                .set(SOURCE_TABLE.FACTS, excluded(SOURCE_TABLE.FACTS))
                .set(SOURCE_TABLE.OBSTACLE, excluded(SOURCE_TABLE.OBSTACLE))
                .set(SOURCE_TABLE.REMEDY, excluded(SOURCE_TABLE.REMEDY))
                .set(SOURCE_TABLE.OBSTRUCTED_AT, kept(SOURCE_TABLE.OBSTRUCTED_AT, SOURCE_TABLE.OBSTACLE))
                .set(SOURCE_TABLE.GAP, excluded(SOURCE_TABLE.GAP))
                .set(SOURCE_TABLE.GAP_AT, kept(SOURCE_TABLE.GAP_AT, SOURCE_TABLE.GAP))
                .set(SOURCE_TABLE.REPAIR, excluded(SOURCE_TABLE.REPAIR)));
    }

    private static Field<OffsetDateTime> beginning(Optional<String> reason) {
        return reason.isPresent() ? Timestamps.NOW : castNull(OffsetDateTime.class);
    }

    private static Field<OffsetDateTime> kept(Field<OffsetDateTime> moment, Field<String> reason) {
        return when(reason.isNotDistinctFrom(excluded(reason)), moment).otherwise(excluded(moment));
    }
}

package io.cdcvault.bookkeeping;

import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the warehouse remembers of how the source publishes its tables. What is remembered and the snapshots that repair
 * a table change in one transaction, so none of the two is forgotten.
 */
public final class DriftLedger {

    private static final String READ =
            """
            select source_schema, source_table, facts::text, obstacle, remedy, gap, repair
            from cdc_vault.source_table where feed = ?""";

    private static final String WRITE =
            """
            insert into cdc_vault.source_table as t
              (feed, source_schema, source_table, facts, obstacle, remedy, obstructed_at, gap, gap_at, repair)
            select ?, ?, ?, ?::jsonb, o.obstacle, ?, case when o.obstacle is not null then clock_timestamp() end,
              g.gap, case when g.gap is not null then clock_timestamp() end, ?::bigint
            from (select ?::text as obstacle) o, (select ?::text as gap) g
            on conflict (feed, source_schema, source_table) do update set
              facts = excluded.facts, obstacle = excluded.obstacle, remedy = excluded.remedy,
              obstructed_at = case when t.obstacle is not distinct from excluded.obstacle then t.obstructed_at
                else excluded.obstructed_at end,
              gap = excluded.gap,
              gap_at = case when t.gap is not distinct from excluded.gap then t.gap_at else excluded.gap_at end,
              repair = excluded.repair""";

    private final Settings settings;
    private final String feed;

    public DriftLedger(Settings settings) {
        this.settings = settings;
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
     */
    public record Change(Map<TableName, Entry> entries, Collection<TableName> repairs) {}

    /**
     * Reads and changes in one transaction.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public void change(Function<Map<TableName, Entry>, Change> decide) {
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            warehouse.attempt("record how the source publishes its tables", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                lock(connection);
                write(connection, decide.apply(read(connection)));
                connection.commit();
                return feed;
            });
        }
    }

    /** Of two services of one feed, one looks after the other. */
    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('cdc_vault.source_table'))");
        }
    }

    private Map<TableName, Entry> read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, feed);
            try (ResultSet row = statement.executeQuery()) {
                Map<TableName, Entry> entries = new TreeMap<>();
                while (row.next()) {
                    entries.put(new TableName(row.getString(1), row.getString(2)), entry(row));
                }
                return entries;
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long repair = row.getLong(7);
        return new Entry(
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                row.wasNull() || repair == 0 ? OptionalLong.empty() : OptionalLong.of(repair));
    }

    private void write(Connection connection, Change change) throws SQLException {
        for (Map.Entry<TableName, Entry> table : change.entries().entrySet()) {
            OptionalLong repair = change.repairs().contains(table.getKey())
                    ? OptionalLong.of(SnapshotRequests.requestAgain(connection, feed, table.getKey()))
                    : table.getValue().repair();
            write(connection, table.getKey(), table.getValue(), repair);
        }
    }

    private void write(Connection connection, TableName table, Entry entry, OptionalLong repair) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setString(1, feed);
            statement.setString(2, table.schema());
            statement.setString(3, table.table());
            statement.setString(4, entry.facts());
            statement.setString(5, entry.remedy().orElse(null));
            statement.setObject(6, repair.isPresent() ? repair.getAsLong() : null, java.sql.Types.BIGINT);
            statement.setString(7, entry.obstacle().orElse(null));
            statement.setString(8, entry.gap().orElse(null));
            statement.executeUpdate();
        }
    }
}

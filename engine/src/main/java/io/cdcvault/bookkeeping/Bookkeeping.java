package io.cdcvault.bookkeeping;

import io.cdcvault.change.TableSnapshot;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schema {@code cdc_vault} in the warehouse, and what is counted in it. */
public final class Bookkeeping {

    static final String SCHEMA = "cdc_vault";

    /** Of the newest migration that this version knows. */
    static final int VERSION = 8;

    private static final String MIGRATIONS = "create table if not exists cdc_vault.migration"
            + " (version int primary key, applied_at timestamptz not null default clock_timestamp())";

    private static final String COUNT =
            """
            insert into cdc_vault.vault_table as t (vault_schema, table_name, rows)
            select ?, * from unnest(?::text[], ?::bigint[]) as added (table_name, rows) order by table_name
            on conflict (vault_schema, table_name) do update set
              rows = t.rows + excluded.rows, loaded_at = clock_timestamp()""";

    private static final String HISTORY =
            """
            insert into cdc_vault.load_history as h
              (feed, minute, batches, transactions, rows, vault_rows, busy_seconds)
            values (?, date_trunc('minute', clock_timestamp()), 1, ?, ?, ?, ?)
            on conflict (feed, minute) do update set
              batches = h.batches + 1, transactions = h.transactions + excluded.transactions,
              rows = h.rows + excluded.rows, vault_rows = h.vault_rows + excluded.vault_rows,
              busy_seconds = h.busy_seconds + excluded.busy_seconds""";

    /** By a snapshot that was requested after the gap: numbers are microseconds of the warehouse's clock, or more. */
    private static final String REPAIRED =
            """
            update cdc_vault.source_table set gap = null, gap_at = null, repair = null
            where feed = ? and source_schema = ? and source_table = ? and gap is not null and obstacle is null
              and coalesce(repair, (extract(epoch from gap_at) * 1000000)::bigint) <= ?""";

    private final Connection connection;
    private final FeedName feed;

    public Bookkeeping(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed;
    }

    /**
     * Creates or upgrades the schema.
     *
     * @throws CdcVaultException when a newer version has upgraded it
     */
    public static void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Two services that start together must not create the schema twice.
            statement.execute("select pg_advisory_xact_lock(hashtext('cdc_vault.migration'))");
            SchemaCreation.createMissing(connection, SCHEMA);
            statement.execute(MIGRATIONS);
            int newest = newestVersion(statement);
            if (newest > VERSION) {
                throw new CdcVaultException(
                        FailureKind.WAREHOUSE_NEWER,
                        "The bookkeeping in schema cdc_vault is of version " + newest
                                + ", and this version of cdc-vault knows " + VERSION);
            }
            for (int version = newest + 1; version <= VERSION; version++) {
                statement.execute(script(version));
                statement.execute("insert into cdc_vault.migration (version) values (" + version + ")");
            }
        }
    }

    /** What {@link #migrate} would run in an empty schema, as statements that may run again. */
    static List<String> statements() {
        List<String> statements = new ArrayList<>(List.of(MIGRATIONS));
        for (int version = 1; version <= VERSION; version++) {
            statements.add("do $cdc_vault$ begin if not exists (select from cdc_vault.migration where version = "
                    + version + ") then\n" + script(version) + "insert into cdc_vault.migration (version) values ("
                    + version + ");\nend if; end $cdc_vault$");
        }
        return statements;
    }

    private static int newestVersion(Statement statement) throws SQLException {
        try (ResultSet newest = statement.executeQuery("select coalesce(max(version), 0) from cdc_vault.migration")) {
            newest.next();
            return newest.getInt(1);
        }
    }

    private static String script(int version) {
        String name = String.format(java.util.Locale.ROOT, "migration/%04d.sql", version);
        try (InputStream file = Bookkeeping.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The jar lacks " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + name + " from the jar", e);
        }
    }

    public void count(Map<String, Long> added, int transactions, long rows, double busySeconds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setString(1, feed.vaultSchema());
            statement.setArray(
                    2, connection.createArrayOf("text", added.keySet().toArray()));
            statement.setArray(
                    3, connection.createArrayOf("bigint", added.values().toArray()));
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(HISTORY)) {
            statement.setString(1, feed.text());
            statement.setInt(2, transactions);
            statement.setLong(3, rows);
            statement.setLong(
                    4, added.values().stream().mapToLong(Long::longValue).sum());
            statement.setDouble(5, busySeconds);
            statement.executeUpdate();
        }
    }

    /** Counts the rows that snapshots of single tables showed, by their numbers. */
    public void countSnapshotRows(Map<Long, Long> shown) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update cdc_vault.table_snapshot set rows = rows + ? where number = ? and feed = ?")) {
            for (Map.Entry<Long, Long> rows : shown.entrySet()) {
                statement.setLong(1, rows.getValue());
                statement.setLong(2, rows.getKey());
                statement.setString(3, feed.text());
                statement.executeUpdate();
            }
        }
    }

    /** The vault holds all of it. */
    public void finish(TableSnapshot snapshot) throws SQLException {
        forgetSnapshotRows(Optional.of(snapshot.table()));
        try (PreparedStatement statement = connection.prepareStatement(
                "update cdc_vault.table_snapshot set finished_at = clock_timestamp() where number = ? and feed = ?")) {
            statement.setLong(1, snapshot.number());
            statement.setString(2, feed.text());
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(REPAIRED)) {
            statement.setString(1, feed.text());
            statement.setString(2, snapshot.table().schema());
            statement.setString(3, snapshot.table().table());
            statement.setLong(4, snapshot.number());
            statement.executeUpdate();
        }
    }

    /** Forgets the rows that snapshots have shown, of one table or of all. */
    public void forgetSnapshotRows(Optional<TableName> table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "delete from cdc_vault.snapshot_row where feed = ? and source_table = coalesce(?, source_table)")) {
            statement.setString(1, feed.text());
            statement.setString(2, table.map(TableName::toString).orElse(null));
            statement.executeUpdate();
        }
    }
}

package io.cdcvault.load;

import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** The schema {@code cdc_vault} in the warehouse: feed positions, counts, load history, dead letters. */
final class Bookkeeping {

    private static final int VERSION = 1;

    private static final String COUNT =
            """
            insert into cdc_vault.vault_table as t (vault_schema, table_name, rows)
            select ?, * from unnest(?::text[], ?::bigint[])
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

    private static final String READ =
            """
            select position, transaction_number, (extract(epoch from load_date) * 1000000)::bigint,
              applied_lsn::text, (extract(epoch from first_load_date) * 1000000)::bigint, events
            from cdc_vault.feed_position where feed = ?""";

    private static final String INSERT =
            """
            insert into cdc_vault.feed_position
              (feed, vault_schema, position, transaction_number, load_date, applied_lsn, first_load_date,
               transactions, events, rows)
            values (?, ?, ?::jsonb, ?, ?::timestamptz, ?::pg_lsn, ?::timestamptz, ?, ?, ?)
            on conflict (feed) do nothing""";

    private static final String MOVE =
            """
            update cdc_vault.feed_position set
              position = ?::jsonb, transaction_number = ?, load_date = ?::timestamptz, applied_lsn = ?::pg_lsn,
              first_load_date = case when transaction_number = 0 then ?::timestamptz else first_load_date end,
              transactions = transactions + ?, events = ?, rows = rows + ?, updated_at = clock_timestamp()
            where feed = ? and transaction_number = ? and position = ?::jsonb""";

    private final Connection connection;
    private final FeedName feed;

    Bookkeeping(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed;
    }

    /** Creates or upgrades the schema. */
    static void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Two services that start together must not create the schema twice.
            statement.execute("select pg_advisory_xact_lock(hashtext('cdc_vault.migration'))");
            statement.execute("create schema if not exists cdc_vault");
            statement.execute("create table if not exists cdc_vault.migration"
                    + " (version int primary key, applied_at timestamptz not null default clock_timestamp())");
            for (int version = newestVersion(statement) + 1; version <= VERSION; version++) {
                statement.execute(script(version));
                statement.execute("insert into cdc_vault.migration (version) values (" + version + ")");
            }
        }
    }

    private static int newestVersion(Statement statement) throws SQLException {
        try (ResultSet newest = statement.executeQuery("select coalesce(max(version), 0) from cdc_vault.migration")) {
            newest.next();
            return newest.getInt(1);
        }
    }

    private static String script(int version) {
        String name = String.format(java.util.Locale.ROOT, "bookkeeping/%04d.sql", version);
        try (InputStream file = Bookkeeping.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The jar lacks " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + name + " from the jar", e);
        }
    }

    Optional<AppliedPosition> position() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, feed.text());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(AppliedPosition.of(row)) : Optional.empty();
            }
        }
    }

    /**
     * Moves the position, if it still is where this loader left it.
     *
     * @return false when another loader has moved it: nothing of this transaction may be committed
     */
    boolean move(Optional<AppliedPosition> from, Checkpoint to, long rows) throws SQLException {
        return from.isEmpty() ? insert(to, rows) : update(from.get(), to, rows);
    }

    private boolean insert(Checkpoint to, long rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            String loadDate = Timestamps.iso(to.stamp().loadDate());
            statement.setString(1, feed.text());
            statement.setString(2, feed.vaultSchema());
            statement.setString(3, to.resumeFrom());
            statement.setLong(4, to.stamp().number());
            statement.setString(5, loadDate);
            statement.setString(6, to.commitLsn().toString());
            statement.setString(7, loadDate);
            statement.setLong(8, to.transactions());
            statement.setLong(9, to.events());
            statement.setLong(10, rows);
            return statement.executeUpdate() == 1;
        }
    }

    private boolean update(AppliedPosition from, Checkpoint to, long rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setString(1, to.resumeFrom());
            statement.setLong(2, to.stamp().number());
            statement.setString(3, Timestamps.iso(to.stamp().loadDate()));
            statement.setString(4, to.commitLsn().toString());
            statement.setString(5, Timestamps.iso(to.stamp().loadDate()));
            statement.setLong(6, to.transactions());
            statement.setLong(7, to.events());
            statement.setLong(8, rows);
            statement.setString(9, feed.text());
            statement.setLong(10, from.transactionNumber());
            statement.setString(11, from.resumeFrom());
            return statement.executeUpdate() == 1;
        }
    }

    void count(Map<String, Long> added, int transactions, long rows, double busySeconds) throws SQLException {
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

    void forgetSnapshotRows() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from cdc_vault.snapshot_row where feed = ?")) {
            statement.setString(1, feed.text());
            statement.executeUpdate();
        }
    }
}

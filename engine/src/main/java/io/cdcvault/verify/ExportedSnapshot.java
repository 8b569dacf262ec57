package io.cdcvault.verify;

import io.cdcvault.change.Lsn;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;

/**
 * A snapshot of the master whose boundary in the WAL is known exactly: the one that comes with a new logical
 * replication slot. It holds the transactions whose commit record ends at or before {@link #lsn}, and no others;
 * reading {@code pg_current_wal_lsn()} beside a snapshot could not tell, since a commit is in the WAL before it is
 * visible.
 *
 * <p>The slot is temporary: it goes with this connection, whatever happens.
 */
final class ExportedSnapshot implements AutoCloseable {

    private static final long PAUSE_MILLIS = 5;

    private final Connection connection;
    private final Lsn lsn;
    private final String name;

    private ExportedSnapshot(Connection connection, Lsn lsn, String name) {
        this.connection = connection;
        this.lsn = lsn;
        this.name = name;
    }

    /**
     * Waits until every transaction that is writing now has ended: only then does the server know a boundary.
     *
     * @throws CdcVaultException when they do not end in time, or the server cannot make a slot
     */
    static ExportedSnapshot take(Settings settings, Duration patience) {
        Properties properties = ReadSession.properties(settings.source(), settings.name());
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "13");
        // A walsender takes no other.
        properties.setProperty("preferQueryMode", "simple");
        try {
            Connection connection =
                    DriverManager.getConnection(settings.source().url(), properties);
            try {
                return export(connection, patience);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static ExportedSnapshot export(Connection connection, Duration patience) throws SQLException {
        String slot = "cdc_vault_verify_" + UUID.randomUUID().toString().substring(0, 8);
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout((int) Math.min(Integer.MAX_VALUE, Math.max(1, patience.toSeconds())));
            // The form with parentheses is younger than PostgreSQL 13.
            try (ResultSet made = statement.executeQuery(
                    "CREATE_REPLICATION_SLOT " + slot + " TEMPORARY LOGICAL pgoutput EXPORT_SNAPSHOT")) {
                made.next();
                return new ExportedSnapshot(
                        connection,
                        Lsn.parse(made.getString("consistent_point")),
                        String.valueOf(made.getString("snapshot_name")));
            }
        }
    }

    private static CdcVaultException failure(SQLException e) {
        if ("57014".equals(e.getSQLState())) {
            return new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "A transaction on the master is open for longer than verify waits; see pg_stat_activity",
                    e);
        }
        return ReadSession.Database.MASTER.failure("take a snapshot with a replication slot", e);
    }

    /** Transactions whose commit record ends here or before are in the snapshot. */
    Lsn lsn() {
        return lsn;
    }

    /** Makes the session's transaction, which must not have begun, see this snapshot. */
    void giveTo(ReadSession session) {
        session.execute("use the snapshot", "set transaction snapshot " + Names.literal(name));
        String seen = session.query("read the snapshot", "select pg_current_snapshot()::text", row -> {
            row.next();
            return String.valueOf(row.getString(1));
        });
        awaitVisible(seen);
    }

    /** A commit is decoded from the WAL a moment before its rows count as committed; reading waits for that moment. */
    private void awaitVisible(String snapshot) {
        String visible = "select not exists (select from pg_snapshot_xip(pg_current_snapshot()) as open(xid)"
                + " where pg_visible_in_snapshot(open.xid, " + Names.literal(snapshot) + "))";
        try (Statement statement = connection.createStatement()) {
            while (!isTrue(statement, visible)) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (SQLException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CdcVaultException(FailureKind.SOURCE_NOT_READY, "Interrupted while taking a snapshot", e);
        }
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}

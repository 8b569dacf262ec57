package io.cdcvault.database;

import io.cdcvault.change.Lsn;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/**
 * A snapshot of the master whose boundary in the WAL is known exactly: the one that comes with a new logical
 * replication slot. It holds the transactions whose commit record ends at or before {@link #lsn}, and no others;
 * reading {@code pg_current_wal_lsn()} beside a snapshot could not say, since a commit is in the WAL before it is
 * visible.
 *
 * <p>The slot is temporary: it goes with this connection in any case.
 */
public final class ExportedSnapshot implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String CANCELLED = "57014";

    private final Connection connection;
    private final Lsn lsn;
    private final String name;
    private final Time time;

    private ExportedSnapshot(Connection connection, Lsn lsn, String name, Time time) {
        this.time = time;
        this.connection = connection;
        this.lsn = lsn;
        this.name = name;
    }

    /**
     * Waits until every transaction that is writing now has ended: only then does the server know a boundary.
     *
     * @param role what it is for, as the server's views show it
     * @throws CdcVaultException when they do not end in time, or the server cannot make a slot
     */
    public static ExportedSnapshot take(Settings settings, String role, Duration patience, Time time) {
        try {
            Connection connection = ReplicationConnection.open(settings, role, patience.toSeconds() + 10);
            try {
                return export(connection, patience, time);
            } catch (SQLException e) {
                CdcVaultException failure = CANCELLED.equals(e.getSQLState()) ? notInTime(connection, e) : failure(e);
                connection.close();
                throw failure;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static ExportedSnapshot export(Connection connection, Duration patience, Time time) throws SQLException {
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
                        String.valueOf(made.getString("snapshot_name")),
                        time);
            }
        }
    }

    private static CdcVaultException notInTime(Connection connection, SQLException e) throws SQLException {
        return new CdcVaultException(
                FailureKind.SOURCE_NOT_READY,
                "A transaction on the master is open for longer than is waited for it: "
                        + OpenTransactions.writing(connection).orElse("it has ended just now, so try again"),
                e);
    }

    private static CdcVaultException failure(SQLException e) {
        if (Login.isRefused(e)) {
            return new CdcVaultException(
                    FailureKind.SOURCE_REFUSED,
                    "Cannot log in to the master for replication: " + ServerMessage.withoutValues(e),
                    e);
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean away = state.startsWith("08") || state.startsWith("57P");
        return new CdcVaultException(
                away ? FailureKind.SOURCE_UNREACHABLE : FailureKind.SOURCE_NOT_READY,
                "Cannot take a snapshot with a replication slot on the master: " + ServerMessage.withoutValues(e),
                e);
    }

    /** Transactions whose commit record ends here or before are in the snapshot. */
    public Lsn lsn() {
        return lsn;
    }

    /** Makes the session's transaction, which must not have begun, see this snapshot. */
    public void giveTo(Connection session) {
        try (Statement statement = session.createStatement()) {
            statement.execute("set transaction snapshot " + Identifiers.literal(name));
            try (ResultSet seen = statement.executeQuery("select pg_current_snapshot()::text")) {
                seen.next();
                awaitVisible(readable(seen.getString(1)));
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * While nothing runs, the server may export a snapshot that ends before it begins, such as {@code 734:733:}: it
     * shows all before the beginning, and the server's own {@code pg_snapshot} refuses to read it.
     */
    static String readable(String snapshot) {
        String[] parts = snapshot.split(":", -1);
        long from = Long.parseLong(parts[0]);
        return from > Long.parseLong(parts[1]) ? from + ":" + from + ":" : snapshot;
    }

    /** A commit is decoded from the WAL a moment before its rows count as committed; reading waits for that moment. */
    private void awaitVisible(String snapshot) {
        String visible = "select not exists (select from pg_snapshot_xip(pg_current_snapshot()) as open(xid)"
                + " where pg_visible_in_snapshot(open.xid, " + Identifiers.literal(snapshot) + "))";
        try (Statement statement = connection.createStatement()) {
            while (!isTrue(statement, visible)) {
                time.sleep(PAUSE);
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

package io.cdcvault.database;

import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A right that one process has at a time, or some processes share: an advisory lock in a session of its own, renewed
 * every two seconds. When the database does not answer within ten seconds the holder learns that it has lost the right;
 * when the holder is not heard of for half a minute the server ends the session. So neither a dead holder nor a network
 * that swallows everything keeps the right from others.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private static final int MILLIS_TO_ANSWER = 10_000;
    private static final long SECONDS_BETWEEN_RENEWALS = 2;

    /** Since PostgreSQL 14; with an older one, only the sockets show it. */
    private static final String END_WHEN_SILENT =
            "select set_config(name, '30s', false) from pg_settings where name = 'idle_session_timeout'";

    private final Connection connection;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(Lease::thread);
    private volatile boolean lost;

    private Lease(Connection connection) {
        this.connection = connection;
    }

    /** Connects; no right is taken yet. */
    public static Lease open(Settings.Database database, String installation) throws SQLException {
        Connection connection = Sessions.open(database, "lease", installation);
        connection.setNetworkTimeout(Runnable::run, MILLIS_TO_ANSWER);
        try (Statement statement = connection.createStatement()) {
            statement.execute(END_WHEN_SILENT);
        }
        return new Lease(connection);
    }

    /** Who else may have a right. */
    public enum Sharing {
        ALONE("pg_try_advisory_lock"),
        TOGETHER("pg_try_advisory_lock_shared");

        private final String function;

        Sharing(String function) {
            this.function = function;
        }
    }

    /**
     * Takes a right exclusively; false when another session holds it.
     *
     * @param right what it is a right to
     * @param name of what it is a right to
     */
    public boolean tryTake(String right, String name) throws SQLException {
        return tryTake(Sharing.ALONE, right, name);
    }

    /**
     * Takes a right; false when another holds it who does not share it, or is not to share it.
     *
     * @param right what it is a right to
     * @param name of what it is a right to
     */
    public boolean tryTake(Sharing sharing, String right, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select " + sharing.function + "(hashtext(?), hashtext(?))")) {
            statement.setString(1, right);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * Keeps what was taken, from here on.
     *
     * @param whenLost called at most once, on another thread, unless the lease was closed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A renewal handles its failure.
    public void keep(Runnable whenLost) {
        renewals.scheduleWithFixedDelay(
                () -> renew(whenLost), SECONDS_BETWEEN_RENEWALS, SECONDS_BETWEEN_RENEWALS, TimeUnit.SECONDS);
    }

    /** Whether the right is gone, though the lease was not closed. */
    public boolean isLost() {
        return lost;
    }

    /** Whether the server still knows this session, and with it the rights that were taken; asks it. */
    public boolean isHeld() {
        try {
            if (!lost) {
                ask();
            }
            return !lost;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Closing a lease failed", e);
        }
    }

    private void renew(Runnable whenLost) {
        try {
            ask();
        } catch (SQLException | RuntimeException | Error e) {
            // What ends the renewals, for any reason, ends the right: the server gives it to others in half a
            // minute.
            if (!renewals.isShutdown()) {
                LOG.debug("A lease is lost", e);
                lost = true;
                renewals.shutdown();
                whenLost.run();
            }
        }
    }

    private void ask() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    private static Thread thread(Runnable renewal) {
        Thread thread = new Thread(renewal, "cdc-vault-lease");
        thread.setDaemon(true);
        return thread;
    }
}

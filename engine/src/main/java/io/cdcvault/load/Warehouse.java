package io.cdcvault.load;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.hash.SessionSettings;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loader's one connection to the warehouse, without auto-commit. */
public final class Warehouse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Warehouse.class);

    private static final List<String> LOADER_SETTINGS = List.of(
            // Safe, and only because the feed position is in the same transaction: what a crash takes is loaded again.
            "set synchronous_commit = off",
            // Every look-up is by an index that exists. Plans made while a table was empty must not scan it later.
            "set enable_seqscan = off",
            "set enable_hashjoin = off",
            "set enable_mergejoin = off",
            "set jit = off",
            "set work_mem = '64MB'",
            "set temp_buffers = '32MB'");

    private final Connection connection;

    private Warehouse(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects and prepares the session.
     *
     * @throws CdcVaultException when it cannot be reached
     */
    public static Warehouse connect(Settings settings) {
        Settings.Database database = settings.warehouse();
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password().orElse(""));
        properties.setProperty("ApplicationName", "cdc-vault loader " + settings.name());
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        try {
            Warehouse warehouse = new Warehouse(DriverManager.getConnection(database.url(), properties));
            warehouse.prepare();
            return warehouse;
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_UNREACHABLE,
                    "Cannot connect to the warehouse at " + database.url() + ": " + e.getMessage(),
                    e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Takes the right to load, for as long as this connection lives; false when another service has it. */
    public boolean tryLock(String installation) {
        return attempt("take the loader lock", () -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select pg_try_advisory_lock(hashtext('cdc-vault loader'), hashtext(?))")) {
                statement.setString(1, installation);
                try (ResultSet row = statement.executeQuery()) {
                    boolean taken = row.next() && row.getBoolean(1);
                    connection.commit();
                    return taken;
                }
            }
        });
    }

    /** Creates the vault's tables and the bookkeeping, where they are missing. */
    public void createMissing(VaultModel model) {
        attempt("create the vault", () -> {
            Bookkeeping.migrate(connection);
            try (Statement statement = connection.createStatement()) {
                for (String ddl : VaultDdl.statements(model)) {
                    statement.execute(ddl);
                }
            }
            connection.commit();
            return model;
        });
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Closing the warehouse connection failed", e);
        }
    }

    /** Work in the open transaction. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Runs work; when it fails, rolls back and says what could not be done. */
    <T> T attempt(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            rollback();
            throw new CdcVaultException(kind(e), "Cannot " + what + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            rollback();
            throw e;
        }
    }

    private void prepare() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String setting : SessionSettings.statements()) {
                statement.execute(setting);
            }
            for (String setting : LOADER_SETTINGS) {
                statement.execute(setting);
            }
        }
        connection.commit();
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("Rolling back failed; the server does it when the connection is gone", e);
        }
    }

    private static FailureKind kind(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        // Connection exceptions, operator intervention and too many connections: the server, not the statement.
        boolean unreachable = state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
        return unreachable ? FailureKind.WAREHOUSE_UNREACHABLE : FailureKind.WAREHOUSE_FAILED;
    }
}

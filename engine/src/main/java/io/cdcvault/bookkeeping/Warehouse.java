package io.cdcvault.bookkeeping;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.param;

import io.cdcvault.database.Identifiers;
import io.cdcvault.database.Lease;
import io.cdcvault.database.Login;
import io.cdcvault.database.OwnSession;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.bookkeeping.Migrations;
import io.cdcvault.schema.ddl.ExistingColumns;
import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loader's one connection to the warehouse, without auto-commit. Its right to load is held by a session beside it,
 * which also finds out when the warehouse has fallen silent: then the connection is aborted, also while it waits.
 *
 * <p>Why: docs/decisions/0005-lookups-never-scan.md
 */
public final class Warehouse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Warehouse.class);

    private static final List<String> LOADER_SETTINGS = List.of(
            // Safe, and only because the feed position is in the same transaction: what a crash takes is loaded again.
            // Not safe for a feed that cannot go back; see flushEachCommit.
            "set synchronous_commit = off",
            // Every look-up is by an index that exists. Plans made while a table was empty must not scan it later.
            "set enable_seqscan = off",
            "set enable_hashjoin = off",
            "set enable_mergejoin = off",
            "set jit = off",
            "set work_mem = '64MB'",
            "set temp_buffers = '32MB'");

    /** Of an earlier loader that cannot hear that it has lost the right to load: its transaction would block ours. */
    private static final String END_EARLIER_LOADERS =
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = :session
              and datname = current_database() and usename = current_user and pid <> pg_backend_pid()""";

    private static final Field<Boolean> IS_ENDED = field("is_ended", Boolean.class);

    private static final String END_WHEN_SILENT = "set idle_in_transaction_session_timeout = '30s'";

    private static final int MILLIS_TO_ANSWER = 20_000;
    private static final int MILLIS_OF_BOOKKEEPING = 90_000;
    private static final String ALONE = "loader";
    private static final String IN_GROUP = "group loader";

    private final Connection connection;
    private final Settings settings;
    private @Nullable Lease lease;

    private Warehouse(Connection connection, Settings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /**
     * Connects and prepares the session.
     *
     * @throws CdcVaultException when it cannot be reached
     */
    public static Warehouse connect(Settings settings) {
        Settings.Database database = settings.warehouse();
        try {
            Warehouse warehouse = new Warehouse(Sessions.open(database, "standby", settings.name()), settings);
            warehouse.prepare();
            return warehouse;
        } catch (SQLException e) {
            throw new CdcVaultException(
                    Login.isRefused(e) ? FailureKind.WAREHOUSE_REFUSED : FailureKind.WAREHOUSE_UNREACHABLE,
                    "Cannot connect to the warehouse at " + Login.address(database) + ": "
                            + ServerMessage.withoutValues(e),
                    e);
        }
    }

    /**
     * Connects for a short piece of bookkeeping: what it locks is free again half a minute after it has fallen silent,
     * and a warehouse that does not answer within a minute and a half has failed. Neither end may hear that the other
     * is gone when something between them answers for it.
     *
     * @throws CdcVaultException when it cannot be reached
     */
    public static Warehouse connectBriefly(Settings settings) {
        Warehouse warehouse = connect(settings);
        try {
            return warehouse.attempt("prepare the session", () -> {
                warehouse.connection.setNetworkTimeout(Runnable::run, MILLIS_OF_BOOKKEEPING);
                try (Statement statement = warehouse.connection.createStatement()) {
                    statement.execute(END_WHEN_SILENT);
                }
                warehouse.connection.commit();
                return warehouse;
            });
        } catch (CdcVaultException e) {
            warehouse.close();
            throw e;
        }
    }

    /** What the session of a service that loads alone is called, {@code application_name}. */
    public static String loaderSession(String installation) {
        return Sessions.name(ALONE, installation);
    }

    /** What the session of a service that loads together with others is called. */
    public static String groupLoaderSession(String installation) {
        return Sessions.name(IN_GROUP, installation);
    }

    public Connection connection() {
        return connection;
    }

    /** Takes the right to load alone, until closed or {@link #requireLock} throws; false when another service loads. */
    public boolean tryLock(String installation) {
        return tryLock(Lease.Sharing.ALONE, ALONE, List.of(ALONE, IN_GROUP), installation);
    }

    /** Takes the right to load together with others that do the same; false when a service loads alone. */
    public boolean tryShareLock(String installation) {
        return tryLock(Lease.Sharing.TOGETHER, IN_GROUP, List.of(ALONE), installation);
    }

    private boolean tryLock(Lease.Sharing sharing, String role, List<String> excluded, String installation) {
        return attempt("take the loader lock", () -> {
            Lease held = lease == null ? Lease.open(settings.warehouse(), installation) : lease;
            lease = held;
            if (!held.tryTake(sharing, "cdc-vault loader", installation)) {
                return false;
            }
            return beforeWatched(() -> {
                connection.setClientInfo("ApplicationName", Sessions.name(role, installation));
                endEarlierLoaders(excluded, installation);
                held.keep(this::abort);
                return true;
            });
        });
    }

    /**
     * Whether this is still the one to load; sends no request.
     *
     * @throws CdcVaultException when the right to load is lost
     */
    public void requireLock() {
        if (lease != null && lease.isLost()) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_UNREACHABLE, "The warehouse does not answer, or has ended our session");
        }
    }

    /** For a feed that cannot be read again from the position that a crash of the warehouse leaves behind. */
    public void flushEachCommit() {
        attempt(
                "set synchronous_commit",
                () -> beforeWatched(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("set synchronous_commit = on");
                    }
                    connection.commit();
                    return true;
                }));
    }

    /**
     * Creates the vault's tables and the bookkeeping, where they are missing, adds the columns that the model has more
     * than the one before, and makes those wider whose type holds more. Others may be loading: each statement is
     * committed by itself, so that waiting for them holds nothing up that they wait for.
     *
     * @throws CdcVaultException when the vault's schema belongs to another installation, or the URL leads to a pooler
     *     in transaction mode; nothing is written then
     */
    public void createMissing(VaultModel model) {
        attempt("create the vault", () -> {
            OwnSession.require(settings.warehouse(), "warehouse", settings.name());
            requireEncoding();
            Bookkeeping.migrate(connection);
            connection.commit();
            try (Statement statement = connection.createStatement()) {
                // Services that start together must not create the same table twice, nor claim the same schema.
                statement.execute("select pg_advisory_lock(hashtext('cdc_vault.creation'))");
                new VaultOwner(connection, model.settings().schema()).claim(settings);
                connection.commit();
                SchemaCreation.createMissing(connection, model.settings().schema());
                connection.commit();
                if (model.settings().createsTypes()) {
                    new MissingTypes(connection, settings).create(model);
                    connection.commit();
                }
                ExistingColumns existing =
                        VaultCatalog.columns(connection, model.settings().schema());
                VaultFit.require(connection, model, existing);
                new WiderVault(connection, model).widen();
                new ModelHistory(connection, vault(model.settings().schema())).remember(model, existing, settings);
                connection.commit();
                for (String ddl : inSchema(model, existing)) {
                    statement.execute(ddl);
                    connection.commit();
                }
                statement.execute("select pg_advisory_unlock(hashtext('cdc_vault.creation'))");
            }
            connection.commit();
            return model;
        });
    }

    /** Hashes are of the bytes of UTF-8, and a vault holds every character of its source. */
    private void requireEncoding() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_encoding_to_char(encoding), current_database()"
                        + " from pg_database where datname = current_database()")) {
            if (row.next() && !row.getString(1).equals("UTF8")) {
                throw new CdcVaultException(
                        FailureKind.ENCODING_UNSUPPORTED,
                        "The warehouse's database has encoding " + row.getString(1)
                                + ", and a vault needs UTF8. Run: create database "
                                + Identifiers.quoted(row.getString(2) + "_utf8")
                                + " encoding 'UTF8' template template0; and let warehouse.url lead there");
            }
        }
    }

    /**
     * Whether this installation may write to a vault schema. Writes nothing.
     *
     * @throws CdcVaultException when it belongs to another installation
     */
    public void requireOwned(String schema) {
        attempt("read who owns the vault", () -> {
            new VaultOwner(connection, schema).require(settings);
            connection.commit();
            return schema;
        });
    }

    /** Of the newest bookkeeping that this version of the service knows. */
    public static int bookkeepingVersion() {
        return Migrations.newest();
    }

    /** Whose session this is. */
    public Settings settings() {
        return settings;
    }

    /** A vault as this installation loads it. */
    public LoadedVault vault(String schema) {
        return LoadedVault.of(settings, schema);
    }

    /**
     * What {@link #createMissing} would run in a warehouse that has the two schemas and nothing in them, for an
     * administrator to run. They may run again.
     */
    public static List<String> creation(VaultModel model) {
        return Stream.concat(Migrations.statements().stream(), inSchema(model, ExistingColumns.NONE).stream())
                .toList();
    }

    /** The schemas that everything is in: the vault's and the bookkeeping's. */
    public static List<String> schemas(VaultModel model) {
        return List.of(model.settings().schema(), Migrations.SCHEMA);
    }

    /** All but the first, which creates the schema: even where it exists, that takes a right on the database. */
    private static List<String> inSchema(VaultModel model, ExistingColumns existing) {
        List<String> statements = VaultDdl.statements(model, existing);
        return statements.subList(1, statements.size());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Closing the warehouse connection failed", e);
        }
        if (lease != null) {
            lease.close();
        }
    }

    /** Work in the open transaction. */
    public interface Work<T> {
        T run() throws SQLException;
    }

    /** Runs work; when it fails, rolls back and says what could not be done. */
    public <T> T attempt(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            rollback();
            throw new CdcVaultException(kind(e), "Cannot " + what + ": " + ServerMessage.withoutValues(e), e);
        } catch (RuntimeException e) {
            rollback();
            throw e;
        }
    }

    private void prepare() throws SQLException {
        connection.setAutoCommit(false);
        beforeWatched(() -> {
            try (Statement statement = connection.createStatement()) {
                for (String setting : LOADER_SETTINGS) {
                    statement.execute(setting);
                }
            }
            connection.commit();
            return true;
        });
    }

    /** What a server does at once: until the lease is kept, nothing finds out that it has fallen silent. */
    private <T> T beforeWatched(Work<T> work) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, MILLIS_TO_ANSWER);
        T result = work.run();
        connection.setNetworkTimeout(Runnable::run, 0);
        return result;
    }

    private void endEarlierLoaders(List<String> roles, String installation) throws SQLException {
        for (String role : roles) {
            new Books(connection)
                    .fetch(NamedText.resultQuery(
                                    END_EARLIER_LOADERS, param("session", Sessions.name(role, installation)))
                            .coerce(IS_ENDED));
        }
        connection.commit();
    }

    /** Ends the session, also while it waits, from any thread. */
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Aborting the warehouse connection failed", e);
        }
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
        if (state.equals("53100")) {
            return FailureKind.WAREHOUSE_FULL;
        }
        if (state.equals("25006")) {
            return FailureKind.WAREHOUSE_READ_ONLY;
        }
        // Connection exceptions, operator intervention and too many connections: the server, not the statement.
        boolean unreachable = state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
        return unreachable ? FailureKind.WAREHOUSE_UNREACHABLE : FailureKind.WAREHOUSE_FAILED;
    }
}

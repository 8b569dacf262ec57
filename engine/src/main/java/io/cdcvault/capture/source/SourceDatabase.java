package io.cdcvault.capture.source;

import io.cdcvault.change.Lsn;
import io.cdcvault.database.Encodings;
import io.cdcvault.database.FailoverSlot;
import io.cdcvault.database.Lease;
import io.cdcvault.database.Login;
import io.cdcvault.database.NamesInForce;
import io.cdcvault.database.OpenTransactions;
import io.cdcvault.database.OwnSession;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The master, seen through an ordinary connection: its settings, publication and replication slot. */
public final class SourceDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceDatabase.class);

    private static final String SLOT =
            """
            select active, coalesce(wal_status, 'creating'), confirmed_flush_lsn::text,
              case when slot_type = 'physical' then 'is a physical one'
                when database <> current_database() then 'is of database ' || database
                when plugin <> 'pgoutput' then 'is for the plugin ' || plugin end,
              coalesce((to_jsonb(s) ->> 'failover')::boolean, false)
            from pg_replication_slots s where slot_name = ?""";

    private static final String TABLES_WITHOUT_KEY =
            """
            select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p')
              and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary)""";

    private final Connection connection;
    private final Settings all;
    private final Settings.Source settings;
    private final String installation;
    private volatile @Nullable Lease lease;

    private SourceDatabase(Connection connection, Settings settings) {
        this.connection = connection;
        this.all = settings;
        this.settings = settings.source();
        this.installation = settings.name();
    }

    /**
     * Connects.
     *
     * @throws CdcVaultException when it cannot be reached
     */
    public static SourceDatabase connect(Settings settings, String role) {
        Settings.Source source = settings.source();
        try {
            return named(Sessions.open(source, role, settings.name()), settings);
        } catch (SQLException e) {
            throw new CdcVaultException(
                    Login.isRefused(e) ? FailureKind.SOURCE_REFUSED : FailureKind.SOURCE_UNREACHABLE,
                    "Cannot connect to the master at " + Login.address(source) + ": " + ServerMessage.withoutValues(e),
                    e);
        }
    }

    private static SourceDatabase named(Connection connection, Settings settings) throws SQLException {
        try {
            return new SourceDatabase(connection, NamesInForce.of(settings, connection));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** With the slot and the publication that are in force. */
    public Settings settings() {
        return all;
    }

    /**
     * A replication slot as the server shows it.
     *
     * @param isActive whether anybody streams from it
     * @param confirmed what comes after is streamed from it, and nothing before; empty while the slot is being created
     * @param otherUse what it is for, when it is not a logical slot of this database and of the plugin that is used
     * @param isFailover whether standbys keep it in step
     */
    public record Slot(
            boolean isActive,
            String walStatus,
            Optional<Lsn> confirmed,
            Optional<String> otherUse,
            boolean isFailover) {

        /** Whether the server has thrown away WAL that the slot still needed. */
        public boolean isLost() {
            return walStatus.equals("lost");
        }
    }

    /** Empty when there is no such slot. */
    public Optional<Slot> slot() {
        return query(
                "read the replication slot " + settings.slot(),
                SLOT,
                settings.slot(),
                row -> row.next()
                        ? Optional.of(new Slot(
                                row.getBoolean(1),
                                row.getString(2),
                                Optional.ofNullable(row.getString(3)).map(Lsn::parse),
                                Optional.ofNullable(row.getString(4)),
                                row.getBoolean(5)))
                        : Optional.empty());
    }

    /**
     * Takes the right to capture, until closed; false when another service has it. When the master falls silent the
     * right is lost, and each request from then on fails.
     *
     * @param topicPrefix a right that goes with it: a second producer would fence the first
     */
    public boolean tryLock(Optional<String> topicPrefix) {
        return attempt("take the capture lock", () -> {
            Lease held = lease == null ? Lease.open(settings, installation) : lease;
            lease = held;
            boolean taken = (topicPrefix.isEmpty() || held.tryTake("cdc-vault topics", topicPrefix.get()))
                    && held.tryTake("cdc-vault capture", settings.slot());
            if (taken) {
                held.keep(this::abort);
            }
            return taken;
        });
    }

    /** Whether the right that was taken still is this object's; asks the master. */
    public boolean holdsLock() {
        Lease held = lease;
        return held != null && held.isHeld();
    }

    /**
     * Whom the server waits for before the slot that is being created can be used; empty when no slot is being created,
     * or it waits for no transaction.
     */
    public Optional<String> awaitedByNewSlot() {
        return ask(
                "read whom the new replication slot waits for",
                connection -> OpenTransactions.awaitedBy(connection, settings.slot()));
    }

    /** Ends the session that creates the slot, if there is one, and the half-made slot with it. */
    public void endSlotCreation() {
        query(
                "end the creation of the replication slot " + settings.slot(),
                "select pg_terminate_backend(active_pid) from pg_replication_slots"
                        + " where slot_name = ? and active and confirmed_flush_lsn is null",
                settings.slot(),
                ResultSet::next);
    }

    /**
     * Holds the server's settings against what capturing needs.
     *
     * @throws CdcVaultException when the server cannot stream changes
     */
    public void requireLogicalWal() {
        String level = query("read wal_level", "show wal_level", null, row -> row.next() ? row.getString(1) : "");
        if (!level.equals("logical")) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "The master's wal_level is " + level
                            + ". Run there: alter system set wal_level = 'logical'; then restart the master");
        }
    }

    /**
     * Holds the server's version against a slot that standbys keep in step, if one is wanted.
     *
     * @throws CdcVaultException when the server does not know such slots
     */
    public void requireFailoverSlots() {
        if (settings.failover() && serverVersion() < FailoverSlot.SINCE) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "The master is PostgreSQL " + serverVersion() / 10_000
                            + ", and slots that standbys keep in step (`source.failover`) exist since 17. Leave"
                            + " `source.failover` out; docs/runbook.md says what to do when this master dies");
        }
    }

    /**
     * Holds the database's encoding against what can be read from it.
     *
     * @throws CdcVaultException when the server itself does not know the characters of its texts
     */
    public void requireEncoding() {
        String encoding = query(
                "read the database's encoding",
                "select pg_encoding_to_char(encoding) from pg_database where datname = current_database()",
                null,
                row -> row.next() ? row.getString(1) : "");
        Encodings.refusal(encoding).ifPresent(why -> {
            throw new CdcVaultException(
                    FailureKind.ENCODING_UNSUPPORTED, "The master's database has encoding " + encoding + ": " + why);
        });
    }

    /**
     * Requires that a connection keeps its server session.
     *
     * @throws CdcVaultException when the URL leads to a pooler in transaction mode
     */
    public void requireOwnSession() {
        attempt("look at the session", () -> {
            OwnSession.require(settings, "master", installation);
            return true;
        });
    }

    /** The publication's tables; none when there is no such publication. */
    public List<TableName> publishedTables() {
        return query(
                "read the publication " + settings.publication(),
                "select schemaname, tablename from pg_publication_tables where pubname = ? order by 1, 2",
                settings.publication(),
                SourceDatabase::tables);
    }

    public boolean publicationExists() {
        return query(
                "look for the publication",
                "select 1 from pg_publication where pubname = ?",
                settings.publication(),
                ResultSet::next);
    }

    /**
     * Creates the publication.
     *
     * @throws CdcVaultException when the service may not, with the statement for a role that may
     */
    public void createPublication(List<TableName> tables) {
        String sql = PublicationSql.create(settings.publication(), tables, serverVersion());
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "Cannot create the publication: " + ServerMessage.withoutValues(e) + "; run: " + sql,
                    e);
        }
    }

    /** A question to the master. */
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /**
     * Asks the master, outside a transaction.
     *
     * @param what is done, for a failure's message
     * @throws CdcVaultException when the master does not answer
     */
    public <T> T ask(String what, Question<T> question) {
        return attempt(what, () -> question.ask(connection));
    }

    /** Where the master's WAL ends. */
    public Lsn walEnd() {
        return query(
                "read where the WAL ends",
                "select pg_current_wal_lsn()::text",
                null,
                row -> row.next() ? Lsn.parse(row.getString(1)) : Lsn.BEGINNING);
    }

    /** A position that no visible commit is after, also of one that is not written yet. */
    public Lsn insertedWalEnd() {
        return query(
                "read where the WAL will end",
                "select pg_current_wal_insert_lsn()::text",
                null,
                row -> row.next() ? Lsn.parse(row.getString(1)) : Lsn.BEGINNING);
    }

    /** As {@code server_version_num} says it. */
    public int serverVersion() {
        return query(
                "read the server's version",
                "select current_setting('server_version_num')::integer",
                null,
                row -> row.next() ? row.getInt(1) : 0);
    }

    /** What is particular about the master's tables. */
    public SourceCatalog catalog() {
        return new SourceCatalog(this);
    }

    /** Those of the tables that have no primary key. */
    public List<TableName> withoutPrimaryKey(List<TableName> tables) {
        List<TableName> keyless = query("read the primary keys", TABLES_WITHOUT_KEY, null, SourceDatabase::tables);
        return tables.stream().filter(keyless::contains).toList();
    }

    /** Drops the slot, if there is one, so that a snapshot that was interrupted starts again with a slot of its own. */
    public void dropSlot() {
        query(
                "drop the replication slot " + settings.slot(),
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ?",
                settings.slot(),
                ResultSet::next);
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw new CdcVaultException(FailureKind.SOURCE_UNREACHABLE, "Cannot close the connection to the master", e);
        }
    }

    private static List<TableName> tables(ResultSet rows) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        while (rows.next()) {
            tables.add(new TableName(rows.getString(1), rows.getString(2)));
        }
        return tables;
    }

    interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    /** Ends the session, also while it waits, from any thread. */
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Aborting the connection to the master failed", e);
        }
    }

    <T> T query(String what, String sql, @Nullable String parameter, Reading<T> reading) {
        return attempt(what, () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                if (parameter != null) {
                    statement.setString(1, parameter);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return reading.of(rows);
                }
            }
        });
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private static <T> T attempt(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_UNREACHABLE,
                    "Cannot " + what + " on the master: " + ServerMessage.withoutValues(e),
                    e);
        }
    }
}

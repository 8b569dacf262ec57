package io.cdcvault.capture.source;

import io.cdcvault.change.Lsn;
import io.cdcvault.database.Encodings;
import io.cdcvault.database.FailoverSlot;
import io.cdcvault.database.Lease;
import io.cdcvault.database.LogicalMessage;
import io.cdcvault.database.Login;
import io.cdcvault.database.NamesInForce;
import io.cdcvault.database.OpenTransactions;
import io.cdcvault.database.OwnSession;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.NamedSource;
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

/**
 * The master, seen through an ordinary connection: its settings, publication and replication slot. The slot is on the
 * server that changes are captured from, which may be a standby.
 */
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

    private static final String VERSION = "select current_setting('server_version_num')::integer";

    /** As {@code server_version_num}. */
    private static final int DECODING_ON_STANDBYS = 160_000;

    private static final String TABLES_WITHOUT_KEY =
            """
            select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p')
              and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary)""";

    private final Connection connection;
    /** To the server that has the slot; the same one unless that is a standby. */
    private final Connection capturing;

    private final Settings all;
    private final Settings.Source settings;
    private final String installation;
    private volatile @Nullable Lease lease;

    private SourceDatabase(Connection connection, Connection capturing, Settings settings) {
        this.connection = connection;
        this.capturing = capturing;
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
        Connection connection = open("master", settings, role);
        try {
            Settings named = NamesInForce.of(settings, connection);
            return new SourceDatabase(
                    connection,
                    settings.source().captureUrl().isPresent()
                            ? open("standby", NamedSource.captured(named), role)
                            : connection,
                    named);
        } catch (SQLException e) {
            close(connection);
            throw unreachable("master", settings.source(), e);
        } catch (CdcVaultException e) {
            close(connection);
            throw e;
        }
    }

    private static Connection open(String server, Settings settings, String role) {
        try {
            return Sessions.open(settings.source(), role, settings.name());
        } catch (SQLException e) {
            throw unreachable(server, settings.source(), e);
        }
    }

    private static CdcVaultException unreachable(String server, Settings.Source source, SQLException e) {
        return new CdcVaultException(
                Login.isRefused(e) ? FailureKind.SOURCE_REFUSED : FailureKind.SOURCE_UNREACHABLE,
                "Cannot connect to the " + server + " at " + Login.address(source) + ": "
                        + ServerMessage.withoutValues(e),
                e);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Closing a connection failed", e);
        }
    }

    /** With the slot and the publication that are in force. */
    public Settings settings() {
        return all;
    }

    /** The same of the server that changes are captured from. */
    public Settings captured() {
        return NamedSource.captured(all);
    }

    /** Whether changes are captured from a standby. */
    public boolean isCapturedFromStandby() {
        return settings.captureUrl().isPresent();
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
                capturing,
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
                primary -> isCapturedFromStandby()
                        ? awaitedByStandby(primary)
                        : OpenTransactions.awaitedBy(primary, settings.slot()));
    }

    /** On a standby a new slot waits, beside the transactions, until the primary has written which are open. */
    private Optional<String> awaitedByStandby(Connection primary) throws SQLException {
        if (slot().filter(made -> made.confirmed().isEmpty()).isEmpty()) {
            return Optional.empty();
        }
        try (Statement statement = primary.createStatement()) {
            statement.execute("select pg_log_standby_snapshot()");
        } catch (SQLException e) {
            LOG.debug("The primary writes it by itself four times a minute, if clients write", e);
        }
        return OpenTransactions.writing(primary);
    }

    /** Ends the session that creates the slot, if there is one, and the half-made slot with it. */
    public void endSlotCreation() {
        query(
                capturing,
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
        requireLogicalWal(connection);
        requireLogicalWal(capturing);
    }

    private static void requireLogicalWal(Connection asked) {
        String level =
                query(asked, "read wal_level", "show wal_level", null, row -> row.next() ? row.getString(1) : "");
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
     * Holds the server that changes are captured from against what that takes, if it is another than the primary.
     *
     * @throws CdcVaultException when nothing can be captured from it
     */
    public void requireCapturable() {
        if (!isCapturedFromStandby()) {
            return;
        }
        if (settings.failover()) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "`source.failover` is for a slot on the primary, and `source.capture-url` has it on a standby:"
                            + " leave one of them out");
        }
        int version = query(capturing, "read the standby's version", VERSION, null, SourceDatabase::number);
        if (version < DECODING_ON_STANDBYS) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "The server of `source.capture-url` is PostgreSQL " + version / 10_000
                            + ", and standbys have logical slots since 16. Leave `source.capture-url` out");
        }
    }

    /** Whether the server that changes are captured from only repeats another's; asks it. */
    public boolean isStandby() {
        return query(
                capturing,
                "ask for its part",
                "select pg_is_in_recovery()",
                null,
                row -> row.next() && row.getBoolean(1));
    }

    private static int number(ResultSet row) throws SQLException {
        return row.next() ? row.getInt(1) : 0;
    }

    /** Writes a message that moves the stream on though no client writes; only the primary can. */
    public void writeHeartbeat() {
        query("write a heartbeat", LogicalMessage.STATEMENT, null, ResultSet::next);
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
            if (isCapturedFromStandby()) {
                OwnSession.require(captured().source(), "standby", installation);
            }
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

    /**
     * Adds a table to the publication.
     *
     * @throws CdcVaultException when the role may not
     */
    public void publish(TableName table) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PublicationSql.add(settings.publication(), List.of(table)));
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY, "Cannot publish " + table + ": " + ServerMessage.withoutValues(e), e);
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
        return query("read the server's version", VERSION, null, SourceDatabase::number);
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
                capturing,
                "drop the replication slot " + settings.slot(),
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ?",
                settings.slot(),
                ResultSet::next);
    }

    /**
     * Drops the publication, if there is one.
     *
     * @throws CdcVaultException when the role may not, with the statement for one that may
     */
    public void dropPublication() {
        String sql = PublicationSql.drop(settings.publication());
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "Cannot drop the publication: " + ServerMessage.withoutValues(e) + "; run: " + sql,
                    e);
        }
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
        close(capturing);
        close(connection);
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
        abort(capturing);
        abort(connection);
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Aborting the connection to the master failed", e);
        }
    }

    <T> T query(String what, String sql, @Nullable String parameter, Reading<T> reading) {
        return query(connection, what, sql, parameter, reading);
    }

    private static <T> T query(
            Connection asked, String what, String sql, @Nullable String parameter, Reading<T> reading) {
        return attempt(what, () -> {
            try (PreparedStatement statement = asked.prepareStatement(sql)) {
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

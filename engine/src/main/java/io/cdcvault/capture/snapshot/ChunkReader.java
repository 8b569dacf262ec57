package io.cdcvault.capture.snapshot;

import io.cdcvault.capture.connector.CaptureScope;
import io.cdcvault.capture.connector.ConnectorProperties;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.SnapshotKeys;
import io.cdcvault.database.ExportedSnapshot;
import io.cdcvault.database.LogicalMessage;
import io.cdcvault.database.UnpublishedColumns;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads some rows of a table at an exact position of the WAL, those that follow a key. The stream is held meanwhile, so
 * nothing that waits for others is begun: first the transactions that are open now must have ended.
 *
 * <p>Why: docs/decisions/0013-tables-are-read-anew-in-exact-chunks.md
 */
public final class ChunkReader {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** A server that falls silent, or a table whose key has no index and that is too large to be sorted. */
    private static final String SECONDS_TO_ANSWER = "60";

    private final Settings settings;
    private final Time time;
    private CaptureScope scope;
    private final Predicate<TableName> isEnded;
    private PostgresConnectorConfig config;
    private @Nullable TypeRegistry types;
    /** All transactions before this one must have ended. */
    private long awaited;

    /** @param isEnded whether a table that is not there has no rows; otherwise it cannot be read */
    public ChunkReader(Settings settings, CaptureScope scope, Predicate<TableName> isEnded, Time time) {
        this.settings = settings;
        this.time = time;
        this.scope = scope;
        this.isEnded = isEnded;
        this.config = config(scope);
    }

    private PostgresConnectorConfig config(CaptureScope scope) {
        Properties properties = new ConnectorProperties(settings).properties(scope, false, CapturePosition.START);
        properties.setProperty("driver.socketTimeout", SECONDS_TO_ANSWER);
        return new PostgresConnectorConfig(Configuration.from(properties));
    }

    /** How many rows are read at most, or a few more that share a key. */
    public int rowsAtOnce() {
        return settings.capture().maxBatchSize();
    }

    /**
     * Empty while transactions are open on the master that were open before.
     *
     * @param keys of a partial snapshot, whose rows are read
     * @throws SQLException when the table cannot be read
     * @throws io.cdcvault.failure.CdcVaultException when the master gives no snapshot
     */
    public Optional<SnapshotChunk> read(SnapshotCursor from, Optional<SnapshotKeys> keys) throws SQLException {
        try (PostgresConnection connection = new PostgresConnection(config, types(), "cdc-vault snapshot")) {
            Connection session = connection.connection();
            Optional<SnapshotChunk> chunk =
                    isQuiet(session) ? Optional.of(read(from, keys, connection, session)) : Optional.empty();
            if (!session.getAutoCommit()) {
                session.rollback();
            }
            wakeUp(session);
            return chunk;
        }
    }

    /** Whether all transactions have ended that were open when it was asked for the first time. */
    private boolean isQuiet(Connection session) throws SQLException {
        session.setAutoCommit(true);
        try (Statement statement = session.createStatement();
                ResultSet now = statement.executeQuery("select pg_current_snapshot()::text")) {
            now.next();
            VisibleTransactions open = VisibleTransactions.parse(now.getString(1));
            if (awaited == 0) {
                awaited = open.before();
            }
            boolean ended = open.oldestOpen() >= awaited;
            awaited = ended ? 0 : awaited;
            return ended;
        }
    }

    private SnapshotChunk read(
            SnapshotCursor from, Optional<SnapshotKeys> keys, PostgresConnection connection, Connection session)
            throws SQLException {
        // Before the snapshot: what it does not show commits later, and keeps its commit time as its load date.
        long moment = clock(session);
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            Lsn lsn = takeSnapshot(session);
            try (ResultSet seen = statement.executeQuery("select pg_current_snapshot()::text")) {
                seen.next();
                VisibleTransactions shown = VisibleTransactions.parse(seen.getString(1));
                return chunk(from, keys, new Moment(lsn, shown, moment), connection, session);
            }
        }
    }

    private static long clock(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet now =
                        statement.executeQuery("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
            now.next();
            return now.getLong(1);
        }
    }

    /** When the rows are read. */
    private record Moment(Lsn lsn, VisibleTransactions shown, long time) {}

    private Lsn takeSnapshot(Connection session) {
        try (ExportedSnapshot exported = ExportedSnapshot.take(settings, "snapshot", PATIENCE, time)) {
            exported.giveTo(session);
            return exported.lsn();
        }
    }

    private SnapshotChunk chunk(
            SnapshotCursor from,
            Optional<SnapshotKeys> keys,
            Moment moment,
            PostgresConnection connection,
            Connection session)
            throws SQLException {
        if (!exists(from.snapshot().table(), session)
                && isEnded.test(from.snapshot().table())) {
            return chunk(from, moment, new TableRows.Read(List.of(), from.after()), true);
        }
        leaveOutUnpublished(session);
        TableRows table = new TableRows(config, connection, from.snapshot().table());
        if (table.key().isEmpty()) {
            throw new SQLException("Nothing identifies its rows");
        }
        if (keys.isPresent()) {
            return chunk(from, keys.get(), moment, table, session);
        }
        int limit = rowsAtOnce();
        TableRows.Read read = rows(from, table, session, limit);
        return chunk(from, moment, read, read.rows().size() < limit);
    }

    private static SnapshotChunk chunk(SnapshotCursor from, Moment moment, TableRows.Read read, boolean isLast) {
        return new SnapshotChunk(
                from.snapshot(),
                moment.lsn(),
                moment.shown(),
                moment.time(),
                read.rows(),
                new SnapshotCursor(
                        from.snapshot(),
                        read.lastKey(),
                        from.rows() + read.rows().size()),
                isLast);
    }

    private static boolean exists(TableName table, Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(
                "select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ? and c.relname = ?")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private SnapshotChunk chunk(
            SnapshotCursor from, SnapshotKeys keys, Moment moment, TableRows table, Connection session)
            throws SQLException {
        boolean only = scope.parents().containsKey(from.snapshot().table());
        List<TableRows.Row> rows = new KeyedRows(from.snapshot().table(), only, table, session).read(keys);
        int shown = (int) rows.stream().filter(row -> !row.isAbsent()).count();
        return new SnapshotChunk(
                from.snapshot(),
                moment.lsn(),
                moment.shown(),
                moment.time(),
                rows,
                keys.next(from, shown),
                keys.areLast());
    }

    private TableRows.Read rows(SnapshotCursor from, TableRows table, Connection session, int limit)
            throws SQLException {
        TableName name = from.snapshot().table();
        ChunkSelects selects =
                new ChunkSelects(name, scope.parents().containsKey(name), table.columns(), table.keyColumns());
        TableRows.Read read = new TableRows.Read(List.of(), from.after());
        for (ChunkSelects.Select select : selects.after(from.after())) {
            if (read.rows().size() < limit) {
                read = read.followedBy(
                        rows(select, table, session, limit - read.rows().size()));
            }
        }
        return read;
    }

    private static TableRows.Read rows(ChunkSelects.Select select, TableRows table, Connection session, int limit)
            throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(select.sql(limit))) {
            for (int i = 0; i < select.parameters().size(); i++) {
                // The server itself finds out the type: that of the column it is compared with.
                statement.setObject(i + 1, select.parameters().get(i), Types.OTHER);
            }
            try (ResultSet found = statement.executeQuery()) {
                return table.rows(found);
            }
        }
    }

    /** The publication may have become another since the capture began. */
    private void leaveOutUnpublished(Connection session) throws SQLException {
        Map<TableName, List<String>> unpublished =
                UnpublishedColumns.of(settings.source().publication(), session);
        if (!unpublished.equals(scope.unpublished())) {
            scope = scope.leavingOut(unpublished);
            config = config(scope);
        }
    }

    /** Lets the stream go past the position at which was read, though no client writes. */
    private static void wakeUp(Connection session) throws SQLException {
        session.setAutoCommit(true);
        try (Statement statement = session.createStatement()) {
            statement.execute(LogicalMessage.AT_ONCE);
        }
    }

    private TypeRegistry types() {
        TypeRegistry known = types;
        if (known == null) {
            known = PostgresConnection.createTypeRegistry(config.getJdbcConfig());
            types = known;
        }
        return known;
    }
}

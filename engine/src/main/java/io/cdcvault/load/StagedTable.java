package io.cdcvault.load;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.SharedHash;
import io.cdcvault.load.plan.StagedEvent;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** One source table's changes of the open warehouse transaction. */
final class StagedTable {

    private static final int CHUNK = 256 * 1024;

    private final Connection connection;
    private final FeedName feed;
    private final LoadPlan plan;
    private final List<StagedColumn> columns;
    private final Handovers handovers;

    private boolean isDoubted;
    private boolean isGuarded = true;
    /** Of snapshots that show rows of a table that nothing guards. */
    private final Set<Long> shown = new HashSet<>();

    private boolean hasRows;
    private boolean mayShareHashes;
    private boolean hasMentions;
    private long lastLoadDate;
    private String lastLoadDateText = Timestamps.iso(0);

    StagedTable(Connection connection, FeedName feed, LoadPlan plan) throws SQLException {
        this.connection = connection;
        this.feed = feed;
        this.plan = plan;
        this.columns = plan.staging().sourceColumns();
        this.handovers = new Handovers(plan);
        try (Statement statement = connection.createStatement()) {
            statement.execute(plan.staging().createStatement());
        }
    }

    TableName name() {
        return plan.table();
    }

    LoadPlan plan() {
        return plan;
    }

    /** Whether to stage each row with its key, so that the one that cannot be loaded can be found. */
    void doubt(boolean isDoubted) {
        this.isDoubted = isDoubted;
    }

    boolean isDoubted() {
        return isDoubted;
    }

    /** Whether a unique key of the source keeps two rows from having one key in the vault. */
    void guard(boolean isGuarded) {
        this.isGuarded = isGuarded;
    }

    /** Rows under a key that another row of the source has. */
    List<Suspect> twins() throws SQLException {
        if (isGuarded || !hasRows) {
            return List.of();
        }
        List<Suspect> twins = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(plan.twins().statement())) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", shown.stream().map(Timestamps::iso).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    twins.add(new Suspect(new RowKey(name(), row.getString(1)), row.getLong(2), twin()));
                }
            }
        }
        return twins;
    }

    private String twin() {
        return "Another row of the source has the same "
                + String.join(", ", plan.identity().columns())
                + ", which tells rows apart in the model, and no unique key of the source keeps them apart: add a column"
                + " that does to the model, or a unique key to the source";
    }

    /** Empty when the change does not tell which row it is about. */
    Optional<RowKey> rowKey(RowChange change) {
        return RowKey.of(change, plan.identity());
    }

    /** Stages all of them; or none, and tells which is the first that cannot be. */
    Optional<Rejection> stage(List<Arrival> arrivals) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Optional<Rejection> rejection = copy(arrivals);
        if (rejection.isPresent()) {
            connection.rollback(before);
        } else {
            connection.releaseSavepoint(before);
            hasRows = true;
        }
        return rejection;
    }

    /** Of an update that leaves its row without a key: ends the key that the row had before, if it had one. */
    void stageEnding(Arrival update) throws SQLException {
        Optional<RowImage> row = handovers.previous(update.change());
        if (row.isPresent()) {
            stage(List.of(new Arrival(update.sequence(), update.change().deletionOf(row.get()), Arrival.Role.ENDING)));
        }
    }

    void stageTruncate(Arrival truncate) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.truncateStatement())) {
            bindDisappearance(statement, truncate);
            hasRows |= statement.executeUpdate() > 0;
        }
    }

    /** Takes back a row's share in what was staged under a sequence. */
    void unstage(RowKey row, long sequence) throws SQLException {
        unstage(row, Long.toString(sequence), null);
    }

    /** Takes back what a transaction did to a row; returns whether there was something. */
    boolean unstageTransaction(RowKey row, long loadDate) throws SQLException {
        return hasRows && unstage(row, null, Timestamps.iso(loadDate)) > 0;
    }

    private int unstage(RowKey row, @Nullable String sequence, @Nullable String loadDate) throws SQLException {
        Map<String, @Nullable String> values = row.columns();
        List<StagedColumn> key = columns.stream()
                .filter(column -> plan.rowKey().contains(column.staged()))
                .toList();
        if (!key.stream().allMatch(column -> values.containsKey(column.name()))) {
            return 0;
        }
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement =
                connection.prepareStatement(plan.staging().unstageStatement(key))) {
            statement.setString(1, sequence);
            statement.setString(2, loadDate);
            for (int i = 0; i < key.size(); i++) {
                StagedColumn column = key.get(i);
                statement.setString(i + 3, input(values.get(column.name())));
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            // Nothing can be staged under a key that its column cannot hold.
            connection.rollback(before);
            return 0;
        }
    }

    /** Tells the staged rows of this load date where their transaction committed. */
    void settle(long loadDate, String lsn) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(plan.staging().settleStatement())) {
            statement.setString(1, lsn);
            statement.setString(2, Timestamps.iso(loadDate));
            statement.executeUpdate();
        }
    }

    /**
     * The staged rows were shown by a snapshot.
     *
     * @param from this load date on; the others were before
     */
    void rememberSnapshot(long snapshot, String from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.rememberStatement())) {
            statement.setString(1, feed.text());
            statement.setLong(2, snapshot);
            statement.setString(3, from);
            statement.executeUpdate();
        }
    }

    /** Stages the deletion of what the snapshot did not show. */
    void closeDisappeared(Arrival end, long snapshot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.closeStatement())) {
            bindDisappearance(statement, end);
            statement.setString(4, feed.text());
            statement.setLong(5, snapshot);
            // Nothing is known of how many rows were shown: compared one by one they would take the square of the time.
            execute("set local enable_hashjoin = on");
            execute("set local enable_nestloop = off");
            hasRows |= statement.executeUpdate() > 0;
            execute("set local enable_nestloop = on");
            execute("set local enable_hashjoin = off");
        }
    }

    boolean hasRows() {
        return hasRows;
    }

    /** Whether the key of some staged row may have the hash of another key. */
    boolean mayShareHashes() {
        return mayShareHashes;
    }

    /** Fills in what changes did not carry; returns those for which it is nowhere to be found. */
    List<Suspect> complete() throws SQLException {
        resolveDeletions();
        endPreviousKeys();
        fillIn();
        takeBackOvertaken();
        return handovers.toasted().isEmpty() && handovers.told().isEmpty() ? List.of() : stillMissing();
    }

    private void fillIn() throws SQLException {
        if (handovers.hasMoves()) {
            execute(plan.keyChanges().mark());
        }
        Map<String, String> fills = plan.toastFills().statements(identity());
        do {
            for (String column : handovers.toasted()) {
                String fill = fills.get(column);
                if (fill != null) {
                    execute(fill);
                }
            }
            // What one row inherits another may be waiting for, as when a key is changed twice.
        } while (handovers.hasMoves() && execute(plan.keyChanges().inherit()) > 0);
        if (handovers.hasMoves()) {
            execute(plan.keyChanges().unmark());
        }
    }

    /** The columns by which the log knows rows whose key it does not; none when it tells keys. */
    private Set<String> identity() {
        return Stream.concat(handovers.identities().stream(), handovers.told().stream())
                .filter(columns -> plan.previousKeys().statement(columns).isPresent())
                .findFirst()
                .orElse(Set.of());
    }

    private void endPreviousKeys() throws SQLException {
        for (Set<String> identity : handovers.identities()) {
            String ending = plan.previousKeys().statement(identity).orElseThrow();
            try (Statement statement = connection.createStatement()) {
                // As for deletions: the few that have to be looked for are looked for at once.
                statement.execute("set local enable_hashjoin = on");
                try (ResultSet ended = statement.executeQuery(ending)) {
                    while (ended.next()) {
                        handovers.keyChanged(identity, ended.getLong(1), ended.getBoolean(2));
                    }
                }
                statement.execute("set local enable_hashjoin = off");
            }
        }
    }

    private void takeBackOvertaken() throws SQLException {
        for (Map.Entry<Set<String>, Set<Long>> entry : handovers.outOfOrder().entrySet()) {
            try (PreparedStatement statement =
                    connection.prepareStatement(plan.commitStates().statement(entry.getKey()))) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "text",
                                entry.getValue().stream().map(Timestamps::iso).toArray()));
                statement.executeUpdate();
            }
        }
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Loads what is staged into the vault and adds the numbers of new rows to {@code added}. */
    void load(Map<String, Long> added) throws SQLException {
        if (hasMentions) {
            load(plan.mentionStatement(), plan.mentionTargets(), added);
        }
        load(plan.loadStatement(), plan.targets(), added);
    }

    private void load(String sql, List<String> targets, Map<String, Long> added) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet counts = statement.executeQuery()) {
            counts.next();
            int column = 1;
            for (String target : targets) {
                added.merge(target, counts.getLong(column++), Long::sum);
            }
        }
    }

    /** The staging tables empty themselves when the warehouse transaction ends. */
    void transactionEnded() {
        hasRows = false;
        shown.clear();
        handovers.clear();
        mayShareHashes = false;
        hasMentions = false;
    }

    private Optional<Rejection> copy(List<Arrival> arrivals) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(plan.staging().copyStatement());
        CopyText text = new CopyText();
        BitSet additional = new BitSet();
        int lines = 0;
        try {
            for (Arrival arrival : arrivals) {
                int written = write(arrival, text);
                additional.set(lines + 1, lines + written);
                lines += written;
                if (text.length() > CHUNK) {
                    send(copy, text);
                }
            }
            send(copy, text);
            copy.endCopy();
            return Optional.empty();
        } catch (SQLException e) {
            Rejection line = Rejection.of(e, plan.staging().tableName()).orElseThrow(() -> e);
            return Optional.of(line.minus(additional.get(0, line.index() + 1).cardinality()));
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void bindDisappearance(PreparedStatement statement, Arrival cause) throws SQLException {
        statement.setLong(1, cause.sequence());
        statement.setString(2, Timestamps.iso(cause.change().stamp().loadDate()));
        statement.setString(3, cause.change().commitLsn().toString());
    }

    /** Returns the number of lines. */
    private int write(Arrival arrival, CopyText text) {
        if (arrival.isMention()) {
            writeMention(arrival, text);
            return 1;
        }
        List<StagedRow> rows = handovers.rows(arrival);
        rows.forEach(row -> write(row, text));
        return rows.size();
    }

    private void write(StagedRow row, CopyText text) {
        RowChange change = row.change();
        Set<String> missing = row.missing();
        boolean mayShare = mayShareHashes(change);
        mayShareHashes |= mayShare;
        if (!isGuarded && change.operation() == Operation.READ) {
            shown.add(change.stamp().loadDate());
        }
        text.column(Long.toString(row.sequence()))
                .column(change.operation().leavesRow() ? "t" : "f")
                .column(loadDate(change))
                .column(change.commitLsn().toString())
                .column(missing.isEmpty() ? "{}" : array(missing))
                .column(
                        missing.isEmpty() && !isDoubted && !mayShare && isGuarded
                                ? null
                                : rowKey(change).map(RowKey::json).orElse(null))
                .column(row.event().letter());
        for (int i = 0; i < columns.size(); i++) {
            text.column(input(change.image().text(columns.get(i).name())));
        }
        text.endRow();
    }

    /** Of a row without a key, only what hubs are made of is looked at. */
    private void writeMention(Arrival arrival, CopyText text) {
        RowChange change = arrival.change();
        hasMentions = true;
        mayShareHashes |= mayShareHashes(change);
        text.column(Long.toString(arrival.sequence()))
                .column("t")
                .column(loadDate(change))
                .column(change.commitLsn().toString())
                .column("{}")
                .column(rowKey(change).map(RowKey::json).orElse(null))
                .column(StagedEvent.PLAIN.letter());
        for (StagedColumn column : columns) {
            boolean isOfHub = plan.staging().isOfHub(column.staged());
            text.column(isOfHub ? input(change.image().text(column.name())) : null);
        }
        text.endRow();
    }

    private boolean mayShareHashes(RowChange change) {
        for (SharedHash hash : plan.sharedHashes()) {
            if (hash.isPossible(change)) {
                return true;
            }
        }
        return false;
    }

    /** Values travel as text that the server reads. */
    private static @Nullable String input(@Nullable String value) {
        return RowImage.UNAVAILABLE.equals(value) ? null : value;
    }

    /** The same for all changes of a transaction, so it is put into words once. */
    private String loadDate(RowChange change) {
        if (change.stamp().loadDate() != lastLoadDate) {
            lastLoadDate = change.stamp().loadDate();
            lastLoadDateText = Timestamps.iso(lastLoadDate);
        }
        return lastLoadDateText;
    }

    /** An element of an array literal. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void resolveDeletions() throws SQLException {
        for (Set<String> columns : handovers.told()) {
            String resolution = plan.deleteResolution().statement(columns).orElseThrow();
            try (Statement statement = connection.createStatement()) {
                // The vault is looked into by an attribute, which needs no index: better once for all than for each.
                statement.execute("set local enable_hashjoin = on");
                statement.executeUpdate(resolution);
                statement.execute("set local enable_hashjoin = off");
            }
        }
    }

    private static String array(Set<String> names) {
        return names.stream().map(StagedTable::quoted).collect(Collectors.joining(",", "{", "}"));
    }

    /** What is still missing must not become a NULL that the source never had. */
    private List<Suspect> stillMissing() throws SQLException {
        List<Suspect> suspects = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet missing = statement.executeQuery(plan.staging().missingStatement(plan.rowKey()))) {
            while (missing.next()) {
                RowKey row = new RowKey(name(), missing.getString(1));
                String reason =
                        "The master's log left out what did not change, and no earlier state of the row has it: "
                                + missing.getString(3);
                suspects.add(new Suspect(row, missing.getLong(2), reason));
            }
        }
        return suspects;
    }

    private static void send(CopyIn copy, CopyText text) throws SQLException {
        byte[] bytes = text.toBytes();
        copy.writeToCopy(bytes, 0, bytes.length);
    }
}

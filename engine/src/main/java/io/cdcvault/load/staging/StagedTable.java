package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.RejectedChange;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One source table's changes of the open warehouse transaction.
 *
 * <p>Why: docs/decisions/0002-changes-are-staged-by-copy.md
 */
final class StagedTable {

    private final Connection connection;
    private final LoadPlan plan;
    private final Handovers handovers;
    private final StagedLines lines;
    private final Unstaging unstaging;
    private final SnapshotRows snapshotRows;
    private final TemporaryTable stage;
    private boolean hasRows;

    StagedTable(Connection connection, FeedName feed, LoadPlan plan) throws SQLException {
        this.connection = connection;
        this.plan = plan;
        this.handovers = new Handovers(plan);
        this.lines = new StagedLines(connection, plan, handovers);
        this.unstaging = new Unstaging(connection, plan);
        this.snapshotRows = new SnapshotRows(connection, feed, plan);
        this.stage = new TemporaryTable(connection, plan.staging());
        Computations.require(connection, plan);
    }

    TableName name() {
        return plan.table();
    }

    LoadPlan plan() {
        return plan;
    }

    /** Whether to stage each row with its key, so that the one that cannot be loaded can be found. */
    void bisect(boolean isBisected) {
        lines.bisect(isBisected);
    }

    boolean isBisected() {
        return lines.isBisected();
    }

    /** Whether a unique key of the source keeps two rows from having one key in the vault. */
    void guard(boolean isGuarded) {
        lines.guard(isGuarded);
    }

    /** The source's columns of the key that its rows have in the vault. */
    List<String> keyColumns() {
        return unstaging.keyColumns();
    }

    /** What is known of the row before an update. */
    Optional<RowImage> previous(RowChange update) {
        return handovers.previous(update);
    }

    /** Empty when the change does not say which row it is about. */
    Optional<RowKey> rowKey(RowChange change) {
        return RowKey.of(change, plan.identity());
    }

    /** The statement of another table may look at what is staged of this one. */
    void makeStage() throws SQLException {
        stage.make();
    }

    /** To be called between two warehouse transactions, or first in one; returns whether a table was dropped. */
    boolean dropIfIdle() throws SQLException {
        return stage.dropIfIdle();
    }

    /** Stages all of them; or none, when the server refuses one. */
    Optional<SQLException> stage(List<Arrival> arrivals) throws SQLException {
        stage.make();
        Savepoint before = connection.setSavepoint();
        Optional<SQLException> refusal = lines.copy(arrivals);
        if (refusal.isPresent()) {
            connection.rollback(before);
        } else {
            connection.releaseSavepoint(before);
            hasRows = true;
        }
        return refusal;
    }

    /**
     * Why changes cannot be staged, by their index; none when the server does not say.
     *
     * @param columns given the source columns whose values the server refuses
     */
    Map<Integer, String> problems(List<Arrival> arrivals, Consumer<String> columns) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Map<Integer, String> problems = lines.problems(arrivals, columns);
            connection.releaseSavepoint(before);
            return problems;
        } catch (SQLException e) {
            // Such as a warehouse in whose encoding a value has no form, or one that allows no functions.
            if (!Rejection.isAboutAValue(e) && !"42501".equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return Map.of();
        }
    }

    /** Whether the model's row filter leaves a row out; one that it cannot be asked about is not. */
    boolean isLeftOut(RowChange change) throws SQLException {
        if (!plan.staging().isFiltered()) {
            return false;
        }
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement =
                connection.prepareStatement(plan.staging().filterStatement())) {
            List<String> columns = plan.staging().filterColumns();
            for (int i = 0; i < columns.size(); i++) {
                statement.setString(i + 1, StagedLines.input(change.image().text(columns.get(i))));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                boolean meets = row.getBoolean(1);
                connection.releaseSavepoint(before);
                return !meets;
            }
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    /** Of an update that leaves its row without a key: ends the key that the row had before, if it had one. */
    void stageEnding(Arrival update) throws SQLException {
        Optional<RowImage> row = handovers.previous(update.change());
        if (row.isPresent()) {
            stage(List.of(new Arrival(update.sequence(), update.change().deletionOf(row.get()), Arrival.Role.ENDING)));
        }
    }

    void stageTruncate(Arrival truncate) throws SQLException {
        stage.make();
        hasRows |= snapshotRows.truncate(truncate) > 0;
    }

    /** Takes back a row's share in what was staged under a sequence. */
    void unstage(RowKey row, long sequence) throws SQLException {
        if (stage.isThere()) {
            unstaging.ofSequence(row, sequence);
        }
    }

    /** Takes back what a transaction did to a row; returns whether there was something. */
    boolean unstageTransaction(RowKey row, LoadDate loadDate) throws SQLException {
        return hasRows && unstaging.ofTransaction(row, loadDate) > 0;
    }

    /** Records with the staged rows of this load date where their transaction committed. */
    void setCommitLsn(LoadDate loadDate, String lsn) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(plan.staging().commitLsnStatement())) {
            statement.setString(1, lsn);
            statement.setString(2, loadDate.toString());
            statement.executeUpdate();
        }
    }

    /**
     * Staged rows were shown by a snapshot.
     *
     * @param from this load date on; the others were before
     * @param after this sequence; the others are remembered
     */
    void rememberSnapshot(long snapshot, LoadDate from, long after) throws SQLException {
        snapshotRows.remember(snapshot, from, after);
    }

    /** Stages the deletion of what the snapshot did not show. */
    void closeDisappeared(Arrival end, long snapshot) throws SQLException {
        stage.make();
        hasRows |= snapshotRows.closeDisappeared(end, snapshot) > 0;
    }

    /** Completes what is staged; returns what cannot be loaded. */
    List<RejectedChange.OfRow> complete(RepairedTables repaired) throws SQLException {
        Completion completion = new Completion(connection, plan, handovers);
        List<RejectedChange.OfRow> rejected = new ArrayList<>(completion.run());
        if (hasRows && plan.staging().hasComputedKey()) {
            rejected.addAll(completion.withoutKey());
        }
        if (!lines.isGuarded() && hasRows) {
            rejected.addAll(twins(completion, repaired));
        }
        return rejected;
    }

    /** A deletion that was not sent makes a row that is created look like a twin: only a snapshot can show. */
    private List<RejectedChange.OfRow> twins(Completion completion, RepairedTables repaired) throws SQLException {
        List<RejectedChange.OfRow> twins = completion.twins(lines.shown());
        if (twins.isEmpty() || !repaired.contains(plan.table())) {
            return twins;
        }
        List<RejectedChange.OfRow> shown = twins.stream()
                .filter(twin -> lines.shown().contains(twin.loadDate()))
                .toList();
        if (shown.size() < twins.size()) {
            repaired.requestAgain(plan.table());
        }
        return shown;
    }

    boolean hasRows() {
        return hasRows;
    }

    /** Whether the key of some staged row may have the hash of another key. */
    boolean mayShareHashes() {
        return lines.mayShareHashes();
    }

    /** Loads what is staged into the vault and adds the numbers of new rows to {@code added}. */
    void load(Map<String, Long> added) throws SQLException {
        if (lines.hasMentions()) {
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
        handovers.clear();
        lines.clear();
        stage.transactionEnded();
    }

    /** Nothing of the open warehouse transaction remains. To be called before its end. */
    void rolledBack() {
        stage.rolledBack();
    }
}

package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.Admission;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.deadletter.RejectedChange;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.deadletter.UnloadableChanges;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Time;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All changes of the open warehouse transaction, staged by source table in the order in which they came. Those that
 * cannot be are parked.
 */
public final class StagingArea {

    private static final int MOST_DROPPED = 10;

    private final Connection connection;
    private final Map<TableName, StagedTable> tables = new LinkedHashMap<>();
    private final UnguardedTables unguarded;
    private final SetAside aside;
    private final ArrivalNumbers numbers = new ArrivalNumbers();
    private final StagingCopy copy;
    private final Intake intake;
    private final SnapshotStaging snapshots;
    /** The sequence before that of the first change that was added last. */
    private long addedAfter;

    public StagingArea(Connection connection, FeedName feed, List<LoadPlan> plans, Policies policies, Time time)
            throws SQLException {
        this.connection = connection;
        this.unguarded = new UnguardedTables(connection, feed, time);
        this.aside = SetAside.of(connection, feed);
        this.copy = new StagingCopy(aside.refused(), new ValueFit(policies.news()));
        this.intake = new Intake(tables, new Admission(aside.keys(), policies), aside, copy);
        this.snapshots = new SnapshotStaging(tables, aside, numbers);
        for (LoadPlan plan : plans) {
            tables.put(plan.table(), new StagedTable(connection, feed, plan));
        }
    }

    /** To be called first in a warehouse transaction. */
    public void begin() throws SQLException {
        aside.begin();
        unguarded.refresh();
        dropIdle();
        for (StagedTable table : tables.values()) {
            table.bisect(aside.keys().isBisected(table.name()));
            table.guard(!unguarded.contains(table.name()));
            requireGuarded(table);
        }
    }

    /** Of two rows under one key, of which a filter leaves out one, the vault would not know which has it. */
    private void requireGuarded(StagedTable table) {
        if (table.plan().staging().isFiltered() && unguarded.contains(table.name())) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    table.name()
                            + " has a row filter in the model, and no unique key of the source keeps its rows apart by "
                            + String.join(", ", table.plan().identity().columns())
                            + ": add one, or leave the filter out");
        }
    }

    /** A few at a time: a snapshot needs all of them, and hardly any is needed after it. */
    private void dropIdle() throws SQLException {
        int dropped = 0;
        for (StagedTable table : tables.values()) {
            if (dropped < MOST_DROPPED && table.dropIfIdle()) {
                dropped++;
            }
        }
    }

    public void add(List<RowChange> changes) throws SQLException {
        addedAfter = numbers.last();
        for (RowChange change : changes) {
            if (change.operation() != Operation.MESSAGE) {
                intake.add(numbers.of(change));
            }
        }
        intake.copyAll();
    }

    /** The transaction's rows staged so far did not know where it would commit. */
    public void setCommitLsn(ChangeBatch.LateCommit commit) throws SQLException {
        aside.parking().setCommit(commit.stamp(), commit.lsn());
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                table.setCommitLsn(commit.stamp().loadDate(), commit.lsn().toString());
            }
        }
    }

    /** What was added last was shown by the snapshot with this load date, or came after it. */
    public void rememberSnapshot(LoadDate loadDate) throws SQLException {
        snapshots.remember(loadDate, addedAfter);
    }

    /**
     * What was added last of a table exists on the master, whether its snapshot showed it or the stream did.
     *
     * @param from the first load date since the snapshot began
     */
    public void rememberSnapshot(TableName name, long snapshot, LoadDate from) throws SQLException {
        snapshots.remember(name, snapshot, from, addedAfter);
    }

    /** Stages the deletion of all rows that a snapshot of the tables did not show. */
    public void closeDisappeared(Checkpoint snapshotEnd) throws SQLException {
        snapshots.closeDisappeared(snapshotEnd);
    }

    /** As {@link #closeDisappeared(Checkpoint)}, at the end of a single table's snapshot. */
    public void closeDisappeared(Checkpoint snapshotEnd, TableSnapshot snapshot) throws SQLException {
        snapshots.closeDisappeared(snapshotEnd, snapshot);
    }

    /**
     * Loads everything staged; returns the numbers of new rows by vault table.
     *
     * @throws UnloadableChanges when some of it cannot be
     */
    public Map<String, Long> load() throws SQLException {
        aside.parking().write();
        List<RejectedChange> rejected = new ArrayList<>();
        for (StagedTable table : tables.values()) {
            rejected.addAll(table.complete(aside.repaired()));
        }
        if (rejected.isEmpty()) {
            rejected.addAll(new SharedHashes(connection).find(tables.values()));
        }
        if (!rejected.isEmpty()) {
            throw new UnloadableChanges(rejected);
        }
        Map<String, Long> added = new LinkedHashMap<>();
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                load(table, added);
            }
        }
        new LinkResolution(connection, tables).load(added);
        aside.keys().endBisections();
        aside.keys().end();
        added.values().removeIf(count -> count == 0);
        return added;
    }

    /** A user's constraint or trigger on the vault's tables may refuse what their columns can hold. */
    private void load(StagedTable table, Map<String, Long> added) throws SQLException {
        Bisection bisection = new Bisection(connection, table);
        bisection.begin();
        try {
            table.load(added);
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            throw new UnloadableChanges(bisection.find(e));
        }
    }

    /** A change that could not be staged. */
    public record Parked(Origin origin, String reason) {}

    /** The first that was parked since the warehouse transaction began, as long as nothing is loaded. */
    public Optional<Parked> firstParked() {
        return aside.parking().first();
    }

    /** Source rows staged since the warehouse transaction began. */
    public long rows() {
        return copy.rows();
    }

    /** The staging tables empty themselves when the warehouse transaction ends. */
    public void transactionEnded() {
        tables.values().forEach(StagedTable::transactionEnded);
        aside.transactionEnded();
        intake.clear();
        copy.clear();
        numbers.clear();
    }

    /** Nothing of the open warehouse transaction remains. */
    public void rolledBack() {
        tables.values().forEach(StagedTable::rolledBack);
        transactionEnded();
        aside.keys().rolledBack();
    }

    /** What was found unloadable is parked when it comes again. */
    public void reject(List<RejectedChange> rejected) throws SQLException {
        aside.keys().reject(rejected);
    }
}

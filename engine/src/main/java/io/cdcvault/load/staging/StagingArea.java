package io.cdcvault.load.staging;

import io.cdcvault.bookkeeping.Timestamps;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.Admission;
import io.cdcvault.load.deadletter.ParkedKeys;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.deadletter.RejectedRow;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.deadletter.UnloadableChanges;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All changes of the open warehouse transaction, staged by source table in the order in which they came. Those that
 * cannot be are parked.
 */
public final class StagingArea {

    private final Connection connection;
    private final Map<TableName, StagedTable> tables = new LinkedHashMap<>();
    private final Admission admission;
    private final Parking parking;
    private final ParkedKeys parkedKeys;
    private final KeylessChanges keyless;
    private final UnguardedTables unguarded;
    private final RefusedRows refused;
    private final RepairedTables repaired;
    private long sequence;
    private long lastLoadDate;
    private long lastOrder;
    private long rows;

    public StagingArea(Connection connection, FeedName feed, List<LoadPlan> plans, Policies policies)
            throws SQLException {
        this.connection = connection;
        this.parkedKeys = new ParkedKeys(connection, feed);
        this.parking = new Parking(connection, feed, parkedKeys);
        this.admission = new Admission(parkedKeys, policies);
        this.keyless = new KeylessChanges(parking, parkedKeys.keyless());
        this.unguarded = new UnguardedTables(connection, feed);
        this.refused = new RefusedRows(parking, parkedKeys);
        this.repaired = new RepairedTables(connection, feed);
        for (LoadPlan plan : plans) {
            tables.put(plan.table(), new StagedTable(connection, feed, plan));
        }
    }

    /** To be called first in a warehouse transaction. */
    public void begin() throws SQLException {
        parkedKeys.begin();
        unguarded.refresh();
        repaired.begin();
        for (StagedTable table : tables.values()) {
            table.bisect(parkedKeys.isBisected(table.name()));
            table.guard(!unguarded.contains(table.name()));
        }
    }

    public void add(List<RowChange> changes) throws SQLException {
        Map<StagedTable, PendingRows> pending = new LinkedHashMap<>();
        for (RowChange change : changes) {
            if (change.operation() != Operation.MESSAGE) {
                add(new Arrival(next(change), change), pending);
            }
        }
        for (Map.Entry<StagedTable, PendingRows> entry : pending.entrySet()) {
            copy(entry.getKey(), entry.getValue().take());
        }
        parking.writeIfMany();
    }

    /** An update may be staged as two; and what the log keeps apart must not look like one update of a key. */
    private long next(RowChange change) {
        boolean follows = change.stamp().loadDate() == lastLoadDate && change.order() <= lastOrder + 1;
        sequence += follows && change.operation() != Operation.UPDATE ? 1 : 2;
        lastLoadDate = change.stamp().loadDate();
        lastOrder = change.order();
        return sequence;
    }

    /** The transaction's rows staged so far did not know where it would commit. */
    public void setCommitLsn(ChangeBatch.LateCommit commit) throws SQLException {
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                table.setCommitLsn(commit.stamp().loadDate(), commit.lsn().toString());
            }
        }
    }

    public void rememberSnapshot(long loadDate) throws SQLException {
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                table.rememberSnapshot(loadDate, Timestamps.iso(loadDate));
            }
        }
    }

    /** What is staged of a table exists on the master, whether its snapshot showed it or the stream did. */
    public void rememberSnapshot(TableName name, long snapshot) throws SQLException {
        StagedTable table = tables.get(name);
        if (table != null && table.hasRows()) {
            table.rememberSnapshot(snapshot, "-infinity");
        }
    }

    /** As {@link #closeDisappeared}, at the end of a single table's snapshot. */
    public void closeDisappeared(Checkpoint snapshotEnd, TableSnapshot snapshot) throws SQLException {
        StagedTable table = tables.get(snapshot.table());
        if (table == null) {
            return;
        }
        Arrival end = new Arrival(++sequence, Disappeared.atEndOf(snapshotEnd, table.name()));
        table.closeDisappeared(end, snapshot.number());
        boolean isRepaired = repaired.contains(table.name());
        parking.write();
        // The newest letter of a row that waits shows whether it exists: since the snapshot the stream has no gap.
        for (RowKey row : parkedKeys.of(table.name(), end.loadDate())) {
            if (isRepaired && parkedKeys.isGone(row)) {
                parkedKeys.supersede(row);
            } else {
                table.unstage(row, end.sequence());
            }
        }
    }

    public void closeDisappeared(Checkpoint snapshotEnd) throws SQLException {
        // What the snapshot showed of rows that wait is looked up among the letters.
        parking.write();
        for (StagedTable table : covered(snapshotEnd)) {
            Arrival end = new Arrival(++sequence, Disappeared.atEndOf(snapshotEnd, table.name()));
            table.closeDisappeared(end, snapshotEnd.stamp().loadDate());
            keyless.endBefore(table.name(), end.loadDate(), KeylessChanges.NOT_SHOWN);
            for (RowKey row : parkedKeys.of(table.name(), end.loadDate())) {
                table.unstage(row, end.sequence());
                if (!parkedKeys.wasShown(row, snapshotEnd.stamp().loadDate())) {
                    parking.park(end, Optional.of(row), Disappeared.REASON);
                }
            }
        }
    }

    private Collection<StagedTable> covered(Checkpoint checkpoint) {
        return checkpoint
                .table()
                .<Collection<StagedTable>>map(only -> List.of(Objects.requireNonNull(tables.get(only))))
                .orElse(tables.values());
    }

    /**
     * Loads everything staged; returns the numbers of new rows by vault table.
     *
     * @throws UnloadableChanges when some of it cannot be
     */
    public Map<String, Long> load() throws SQLException {
        parking.write();
        List<RejectedRow> rejected = new ArrayList<>();
        for (StagedTable table : tables.values()) {
            rejected.addAll(table.complete(repaired));
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
        parkedKeys.endBisections();
        parkedKeys.end();
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
        return parking.first();
    }

    /** Source rows staged since the warehouse transaction began. */
    public long rows() {
        return rows;
    }

    /** The staging tables empty themselves when the warehouse transaction ends. */
    public void transactionEnded() {
        tables.values().forEach(StagedTable::transactionEnded);
        parking.forget();
        refused.clear();
        sequence = 0;
        lastLoadDate = 0;
        lastOrder = 0;
        rows = 0;
    }

    /** Nothing of the open warehouse transaction remains. */
    public void rolledBack() {
        transactionEnded();
        parkedKeys.rolledBack();
    }

    /** What was found unloadable is parked when it comes again. */
    public void reject(List<RejectedRow> rejected) throws SQLException {
        parkedKeys.reject(rejected);
    }

    private void add(Arrival arrival, Map<StagedTable, PendingRows> pending) throws SQLException {
        RowChange change = arrival.change();
        if (change.operation() == Operation.FOREIGN) {
            // It holds nothing back: the row that it pretends to be about has changes of its own.
            parking.park(arrival, Optional.empty(), admission.unreadable(change));
            return;
        }
        StagedTable table = tables.get(change.table());
        if (table == null) {
            Optional<String> problem = admission.problem(change);
            if (problem.isPresent()) {
                parking.park(arrival, RowKey.ofRecord(change), problem.get());
            }
            return;
        }
        PendingRows ofTable = pending.computeIfAbsent(table, PendingRows::new);
        if (change.operation() == Operation.TRUNCATE) {
            copy(table, ofTable.take());
            truncate(table, arrival);
            return;
        }
        supersede(table, change);
        Optional<String> problem = admission.problem(change, table.plan());
        boolean waits = problem.isPresent() && problem.get().equals(Admission.WAITING);
        if (!waits && isForNothing(table, arrival, ofTable, problem)) {
            return;
        }
        if (problem.isEmpty()) {
            ofTable.add(arrival);
        } else {
            refused.park(table, arrival, ofTable, problem.get());
        }
    }

    /** Whether the vault has no place for the row, either because its key is empty now, or for what it was before. */
    private boolean isForNothing(StagedTable table, Arrival arrival, PendingRows ofTable, Optional<String> problem)
            throws SQLException {
        RowChange change = arrival.change();
        boolean waited = keyless.end(change, table.plan().identity());
        Optional<String> gap = table.plan().identity().gap(change.image());
        if (gap.isPresent() && change.operation().leavesRow()) {
            parking.parkKeyless(arrival, table.rowKey(change).orElseThrow(), problem.orElse(gap.get()));
            if (change.operation() == Operation.UPDATE) {
                // Of the key that the row had before nothing is left.
                copy(table, ofTable.take());
                table.stageEnding(arrival);
                refused.staged(table, List.of(arrival));
            }
            if (problem.isEmpty()) {
                ofTable.add(arrival.asMention());
            }
        }
        return gap.isPresent() || (waited && change.operation() == Operation.DELETE);
    }

    /**
     * The snapshot shows the row's present state, so what waits of it is past. In a table that is repaired rows wait
     * because the vault knows them as they were before the gap: a change after which that is of no importance ends the
     * waiting.
     */
    private void supersede(StagedTable table, RowChange change) throws SQLException {
        boolean isAskedFor = change.snapshot() != 0 && change.operation() == Operation.READ;
        boolean isWhole = change.operation() == Operation.CREATE || change.operation() == Operation.DELETE;
        if ((isAskedFor || isWhole) && parkedKeys.isAnyOf(table.name())) {
            Optional<RowKey> row = table.rowKey(change);
            if (row.isPresent() && parkedKeys.contains(row.get()) && (isAskedFor || repaired.contains(table.name()))) {
                parking.write();
                parkedKeys.supersede(row.get());
            }
        }
    }

    private void truncate(StagedTable table, Arrival truncate) throws SQLException {
        table.stageTruncate(truncate);
        refused.stagedTruncate(table, truncate);
        rows++;
        keyless.endBefore(table.name(), truncate.loadDate() + 1, KeylessChanges.TRUNCATED);
        for (RowKey row : parkedKeys.of(table.name(), truncate.loadDate())) {
            if (parkedKeys.contains(row) && repaired.contains(table.name())) {
                parking.write();
                parkedKeys.supersede(row);
            } else {
                table.unstage(row, truncate.sequence());
                parking.park(truncate, Optional.of(row), Disappeared.REASON);
            }
        }
    }

    private void copy(StagedTable table, List<Arrival> arrivals) throws SQLException {
        List<Arrival> rest = arrivals;
        while (!rest.isEmpty()) {
            Optional<SQLException> refusal = table.stage(rest);
            if (refusal.isEmpty()) {
                rows += rest.size();
                refused.staged(table, rest);
                return;
            }
            Map<Integer, String> problems = problems(table, rest, refusal.get());
            if (problems.isEmpty()) {
                copyByHalves(table, rest);
                return;
            }
            rest = refused.park(table, rest, problems);
        }
    }

    private static Map<Integer, String> problems(StagedTable table, List<Arrival> arrivals, SQLException refusal)
            throws SQLException {
        Map<Integer, String> problems = table.problems(arrivals);
        return problems.isEmpty() && arrivals.size() == 1 ? Map.of(0, ServerMessage.withoutDetails(refusal)) : problems;
    }

    /** The server refuses together what it takes one by one, or does not say which it is. */
    private void copyByHalves(StagedTable table, List<Arrival> arrivals) throws SQLException {
        int middle = arrivals.size() / 2;
        copy(table, arrivals.subList(0, middle));
        copy(table, refused.park(table, arrivals.subList(middle, arrivals.size()), Map.of()));
    }
}

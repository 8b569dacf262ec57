package io.cdcvault.load.staging;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.load.deadletter.Admission;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.ColumnHistory.FormerName;
import io.cdcvault.schema.model.TableName;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stages the changes of a batch, or sets them aside, one after the other. */
final class Intake {

    private final Map<TableName, StagedTable> tables;
    private final Admission admission;
    private final SetAside aside;
    private final StagingCopy copy;
    private final Map<StagedTable, PendingRows> pending = new LinkedHashMap<>();

    Intake(Map<TableName, StagedTable> tables, Admission admission, SetAside aside, StagingCopy copy) {
        this.tables = tables;
        this.admission = admission;
        this.aside = aside;
        this.copy = copy;
    }

    void add(Arrival arrival) throws SQLException {
        RowChange change = arrival.change();
        if (change.operation() == Operation.FOREIGN) {
            // It holds nothing back: the row that it pretends to be about has changes of its own.
            aside.parking().park(arrival, Optional.empty(), admission.unreadable(change));
            return;
        }
        StagedTable table = tables.get(change.table());
        if (table == null) {
            Optional<String> problem = admission.problem(change);
            if (problem.isPresent()) {
                aside.parking().park(arrival, RowKey.ofRecord(change), problem.get());
            }
        } else if (change.operation() == Operation.TRUNCATE) {
            copyPending(table);
            truncate(table, arrival);
        } else {
            add(table, presently(table, arrival));
        }
    }

    /** With the names that columns have now: the change may be older. */
    private static Arrival presently(StagedTable table, Arrival arrival) {
        List<FormerName> formerNames = table.plan().history().formerNames();
        return formerNames.isEmpty() ? arrival : arrival.with(new PresentNames(formerNames).of(arrival.change()));
    }

    /** Stages what the batch has added. */
    void copyAll() throws SQLException {
        for (Map.Entry<StagedTable, PendingRows> entry : pending.entrySet()) {
            copy.copy(entry.getKey(), entry.getValue().take());
        }
        pending.clear();
        aside.parking().writeIfMany();
    }

    /** What a failed batch has left. */
    void clear() {
        pending.clear();
    }

    private void add(StagedTable table, Arrival arrival) throws SQLException {
        RowChange change = arrival.change();
        supersede(table, change);
        Optional<String> problem = admission.problem(change, table.plan());
        boolean waits = problem.isPresent() && problem.get().equals(Admission.WAITING);
        if (!waits && isForNothing(table, arrival, problem)) {
            return;
        }
        if (problem.isEmpty()) {
            pending(table).add(arrival);
        } else {
            aside.refused().park(table, arrival, pending(table), problem.get());
        }
    }

    /** Whether the vault has no place for the row, either because its key is empty now, or for what it was before. */
    private boolean isForNothing(StagedTable table, Arrival arrival, Optional<String> problem) throws SQLException {
        RowChange change = arrival.change();
        boolean waited = aside.keyless().end(change, table.plan().identity());
        Optional<String> gap = table.plan().identity().gap(change.image());
        if (gap.isPresent() && change.operation().leavesRow() && table.isLeftOut(change)) {
            if (change.operation() == Operation.UPDATE) {
                copyPending(table);
                copy.end(table, arrival);
            }
        } else if (gap.isPresent() && change.operation().leavesRow()) {
            aside.parking().parkKeyless(arrival, table.rowKey(change).orElseThrow(), problem.orElse(gap.get()));
            if (change.operation() == Operation.UPDATE) {
                copyPending(table);
                copy.end(table, arrival);
            }
            if (problem.isEmpty()) {
                pending(table).add(arrival.asMention());
            }
        }
        return gap.isPresent() || (waited && !change.operation().leavesRow());
    }

    /**
     * The snapshot shows the row's present state, so what waits of it is past. In a table that is repaired rows wait
     * because the vault knows them as they were before the gap: a change after which that is of no importance ends the
     * waiting.
     */
    private void supersede(StagedTable table, RowChange change) throws SQLException {
        boolean isAskedFor = change.operation() == Operation.ABSENCE
                || (change.snapshot().isPresent() && change.operation() == Operation.READ);
        boolean isWhole = change.operation() == Operation.CREATE || change.operation() == Operation.DELETE;
        if ((isAskedFor || isWhole) && aside.keys().isAnyOf(table.name())) {
            Optional<RowKey> row = table.rowKey(change).filter(aside.keys()::contains);
            if (row.isPresent() && (isAskedFor || aside.repaired().contains(table.name()))) {
                aside.supersede(row.get());
            }
        }
    }

    private void truncate(StagedTable table, Arrival truncate) throws SQLException {
        copy.truncate(table, truncate);
        aside.keyless().endBefore(table.name(), truncate.loadDate().next(), KeylessChanges.TRUNCATED);
        for (RowKey row : aside.keys().of(table.name(), truncate.loadDate())) {
            if (aside.keys().contains(row) && aside.repaired().contains(table.name())) {
                aside.supersede(row);
            } else {
                table.unstage(row, truncate.sequence());
                aside.parking().park(truncate, Optional.of(row), Disappeared.REASON);
            }
        }
    }

    private PendingRows pending(StagedTable table) {
        return pending.computeIfAbsent(table, PendingRows::new);
    }

    private void copyPending(StagedTable table) throws SQLException {
        List<Arrival> rows = pending(table).take();
        copy.copy(table, rows);
    }
}

package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Remembers which rows snapshots show, and ends those that one did not show. */
final class SnapshotStaging {

    private final Map<TableName, StagedTable> tables;
    private final SetAside aside;
    private final ArrivalNumbers numbers;

    SnapshotStaging(Map<TableName, StagedTable> tables, SetAside aside, ArrivalNumbers numbers) {
        this.tables = tables;
        this.aside = aside;
        this.numbers = numbers;
    }

    /** Of what was staged after a sequence. */
    void remember(LoadDate snapshot, long after) throws SQLException {
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                table.rememberSnapshot(snapshot.micros(), snapshot, after);
            }
        }
    }

    /** Of what was staged of a table after a sequence, with a load date from this one on. */
    void remember(TableName name, long snapshot, LoadDate from, long after) throws SQLException {
        StagedTable table = tables.get(name);
        if (table != null && table.hasRows()) {
            table.rememberSnapshot(snapshot, from, after);
        }
    }

    void closeDisappeared(Checkpoint snapshotEnd, TableSnapshot snapshot) throws SQLException {
        StagedTable table = tables.get(snapshot.table());
        if (table == null) {
            return;
        }
        Arrival end = numbers.ofDisappearance(Disappeared.atEndOf(snapshotEnd, table.name()));
        table.closeDisappeared(end, snapshot.number());
        aside.keyless().endNotShown(table.name(), snapshot.number());
        boolean isRepaired = aside.repaired().contains(table.name());
        aside.parking().write();
        // Of a row that waits, the snapshot shows whether it exists, and from its beginning on the newest letter does;
        // letters from before it may lack the row's deletion.
        for (RowKey row : aside.keys().of(table.name(), end.loadDate())) {
            if (isRepaired && !aside.keys().existsSince(row, snapshot.number())) {
                aside.keys().supersede(row);
            } else {
                table.unstage(row, end.sequence());
            }
        }
    }

    void closeDisappeared(Checkpoint snapshotEnd) throws SQLException {
        // What the snapshot showed of rows that wait is looked up among the letters.
        aside.parking().write();
        for (StagedTable table : covered(snapshotEnd)) {
            closeDisappeared(table, snapshotEnd);
        }
    }

    private void closeDisappeared(StagedTable table, Checkpoint snapshotEnd) throws SQLException {
        LoadDate snapshot = snapshotEnd.stamp().loadDate();
        Arrival end = numbers.ofDisappearance(Disappeared.atEndOf(snapshotEnd, table.name()));
        table.closeDisappeared(end, snapshot.micros());
        aside.keyless().endBefore(table.name(), end.loadDate(), KeylessChanges.NOT_SHOWN);
        for (RowKey row : aside.keys().of(table.name(), end.loadDate())) {
            table.unstage(row, end.sequence());
            if (!aside.keys().wasShown(row, snapshot)) {
                aside.parking().park(end, Optional.of(row), Disappeared.REASON);
            }
        }
    }

    private Collection<StagedTable> covered(Checkpoint checkpoint) {
        return checkpoint
                .table()
                .<Collection<StagedTable>>map(only -> List.of(Objects.requireNonNull(tables.get(only))))
                .orElse(tables.values());
    }
}

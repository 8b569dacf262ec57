package io.cdcvault.load;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All changes of the open warehouse transaction, staged by source table in the order in which they came. */
final class Stage {

    private final Map<TableName, StagedTable> tables = new LinkedHashMap<>();
    private long sequence;
    private long rows;

    Stage(Connection connection, FeedName feed, List<LoadPlan> plans) throws SQLException {
        for (LoadPlan plan : plans) {
            tables.put(plan.table(), new StagedTable(connection, feed, plan));
        }
    }

    /** Changes of tables outside the model are left out. */
    void add(List<RowChange> changes) throws SQLException {
        Map<TableName, List<RowChange>> pending = new LinkedHashMap<>();
        for (RowChange change : changes) {
            if (!tables.containsKey(change.table()) || change.operation() == Operation.MESSAGE) {
                continue;
            }
            List<RowChange> ofTable = pending.computeIfAbsent(change.table(), table -> new ArrayList<>());
            if (change.operation() == Operation.TRUNCATE) {
                copy(change.table(), ofTable);
                table(change.table()).stageTruncate(change, ++sequence);
                rows++;
            } else {
                ofTable.add(change);
            }
        }
        for (Map.Entry<TableName, List<RowChange>> entry : pending.entrySet()) {
            copy(entry.getKey(), entry.getValue());
        }
    }

    /** The transaction's rows staged so far did not know where it would commit. */
    void settle(ChangeBatch.LateCommit commit) throws SQLException {
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                table.settle(commit.stamp().loadDate(), commit.lsn().toString());
            }
        }
    }

    void rememberSnapshot(long loadDate) throws SQLException {
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                table.rememberSnapshot(loadDate);
            }
        }
    }

    void closeDisappeared(Checkpoint snapshotEnd) throws SQLException {
        for (StagedTable table : tables.values()) {
            table.closeDisappeared(
                    snapshotEnd.stamp().loadDate(), snapshotEnd.commitLsn().toString(), ++sequence);
        }
    }

    /** Loads everything staged; returns the numbers of new rows by vault table. */
    Map<String, Long> load() throws SQLException {
        Map<String, Long> added = new LinkedHashMap<>();
        for (StagedTable table : tables.values()) {
            if (table.hasRows()) {
                table.load(added);
            }
        }
        added.values().removeIf(count -> count == 0);
        return added;
    }

    /** Source rows staged since the warehouse transaction began. */
    long rows() {
        return rows;
    }

    /** The staging tables empty themselves when the warehouse transaction ends. */
    void transactionEnded() {
        tables.values().forEach(StagedTable::transactionEnded);
        sequence = 0;
        rows = 0;
    }

    private void copy(TableName table, List<RowChange> changes) throws SQLException {
        if (!changes.isEmpty()) {
            table(table).stage(changes, sequence + 1);
            sequence += changes.size();
            rows += changes.size();
            changes.clear();
        }
    }

    private StagedTable table(TableName name) {
        StagedTable table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("No load plan for " + name);
        }
        return table;
    }
}

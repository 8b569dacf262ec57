package io.cdcvault.feed;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.util.Optional;

/**
 * Where a feed stands between two source transactions.
 *
 * @param resumeFrom what the feed itself needs to continue from here, as JSON
 * @param stamp the last transaction's
 * @param commitLsn where the last transaction committed
 * @param events row changes of the source up to here, those of tables outside the model included
 * @param transactions completed since the checkpoint before
 * @param snapshotEnded whether the last transaction completed a snapshot
 * @param table the only one that this is about, when the tables advance one by one; empty for all of them
 * @param tableSnapshotEnded the snapshot of a single table that the last transaction completed
 */
public record Checkpoint(
        String resumeFrom,
        TransactionStamp stamp,
        Lsn commitLsn,
        long events,
        int transactions,
        boolean snapshotEnded,
        Optional<TableName> table,
        Optional<TableSnapshot> tableSnapshotEnded) {

    /** About all tables. */
    public Checkpoint(
            String resumeFrom,
            TransactionStamp stamp,
            Lsn commitLsn,
            long events,
            int transactions,
            boolean snapshotEnded) {
        this(resumeFrom, stamp, commitLsn, events, transactions, snapshotEnded, Optional.empty(), Optional.empty());
    }

    /** The same, after the end of a single table's snapshot. */
    public Checkpoint ending(Optional<TableSnapshot> tableSnapshot) {
        return new Checkpoint(resumeFrom, stamp, commitLsn, events, transactions, snapshotEnded, table, tableSnapshot);
    }
}

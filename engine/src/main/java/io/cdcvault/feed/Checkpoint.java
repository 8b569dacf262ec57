package io.cdcvault.feed;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.util.Optional;

/**
 * Where a feed stands between two source transactions.
 *
 * @param resumeFrom what the feed itself needs to go on from here, as JSON
 * @param stamp the last transaction's
 * @param commitLsn where the last transaction committed
 * @param events row changes of the source up to here, those of tables outside the model included
 * @param transactions completed since the checkpoint before
 * @param snapshotEnded whether the last transaction completed a snapshot
 * @param table the only one that this is about, when the tables go on one by one; empty for all of them
 */
public record Checkpoint(
        String resumeFrom,
        TransactionStamp stamp,
        Lsn commitLsn,
        long events,
        int transactions,
        boolean snapshotEnded,
        Optional<TableName> table) {

    /** About all tables. */
    public Checkpoint(
            String resumeFrom,
            TransactionStamp stamp,
            Lsn commitLsn,
            long events,
            int transactions,
            boolean snapshotEnded) {
        this(resumeFrom, stamp, commitLsn, events, transactions, snapshotEnded, Optional.empty());
    }
}

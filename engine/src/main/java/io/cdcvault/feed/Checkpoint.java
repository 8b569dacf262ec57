package io.cdcvault.feed;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;

/**
 * Where a feed stands between two source transactions.
 *
 * @param resumeFrom what the feed itself needs to go on from here, as JSON
 * @param stamp the last transaction's
 * @param commitLsn where the last transaction committed
 * @param events row changes of the source up to here, those of tables outside the model included
 * @param transactions completed since the checkpoint before
 * @param snapshotEnded whether the last transaction completed a snapshot
 */
public record Checkpoint(
        String resumeFrom,
        TransactionStamp stamp,
        Lsn commitLsn,
        long events,
        int transactions,
        boolean snapshotEnded) {}

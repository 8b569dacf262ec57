package io.cdcvault.status;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;

/**
 * How far the vault has come.
 *
 * @param resumeFrom the feed's own position, as JSON
 * @param number of the last transaction that was applied
 * @param events row changes captured at the source up to here
 * @param transactions applied
 * @param rows row changes loaded into the vault
 * @param idleSeconds since the last load
 * @param isShared whether a group of loaders shares the feed: then this is how far the slowest partition has come, and
 *     what comes after may be there in part
 */
public record AppliedView(
        String resumeFrom,
        TransactionNumber number,
        Lsn lsn,
        long events,
        long transactions,
        long rows,
        double idleSeconds,
        boolean isShared) {}

package io.cdcvault.feed;

import java.time.Duration;

/**
 * Source transactions in commit order, from one position on. Used by one thread. The same history gives the same
 * changes, whichever feed it comes through and however it is cut into batches.
 */
public interface ChangeFeed extends AutoCloseable {

    /**
     * What has come, or an empty batch when nothing came in time.
     *
     * @param patience how long to wait for the first change
     * @throws io.cdcvault.failure.CdcVaultException when the feed cannot continue
     */
    ChangeBatch poll(Duration patience);

    @Override
    void close();
}

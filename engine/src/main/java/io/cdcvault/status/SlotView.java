package io.cdcvault.status;

import io.cdcvault.change.Lsn;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The replication slot as the master shows it.
 *
 * @param walStatus reserved, extended, unreserved or lost
 * @param safeWalBytes WAL that can still be written before the slot may be lost; empty when there is no such limit
 * @param retainedBytes of WAL that the master keeps for the slot
 * @param confirmed up to here everything is in the topics, and the master may forget it; empty while the slot is being
 *     created
 * @param sent up to here the WAL was read and handed to the capture; empty while no client streams
 */
public record SlotView(
        boolean isActive,
        String walStatus,
        OptionalLong safeWalBytes,
        long retainedBytes,
        Optional<Lsn> confirmed,
        Optional<Lsn> sent) {

    public boolean isLost() {
        return walStatus.equals("lost");
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionNumber;
import java.util.Map;

/** Where the partitions stand that a group of loaders shares: in the warehouse, not in Kafka. */
public interface PartitionStates {

    /** By partition, such as {@code postgres.public.tickets-0}, at this moment. */
    Map<String, PartitionState> read();

    /**
     * One of them.
     *
     * @param resumeFrom as the checkpoint said that moved it
     * @param transaction the number of the last one that was applied
     */
    record PartitionState(String resumeFrom, TransactionNumber transaction) {}
}

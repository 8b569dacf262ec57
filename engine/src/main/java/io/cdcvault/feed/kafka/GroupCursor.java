package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionNumber;
import org.apache.kafka.common.TopicPartition;

/** Where a member is in one partition. */
final class GroupCursor {

    private final PartitionQueue queue;
    private String resumeFrom;
    private TransactionNumber transaction;

    /**
     * @param resumeFrom as the warehouse holds it
     * @param transaction the last one that was applied
     */
    GroupCursor(PartitionQueue queue, String resumeFrom, TransactionNumber transaction) {
        this.queue = queue;
        this.resumeFrom = resumeFrom;
        this.transaction = transaction;
    }

    PartitionQueue queue() {
        return queue;
    }

    TopicPartition partition() {
        return queue.partition();
    }

    String resumeFrom() {
        return resumeFrom;
    }

    TransactionNumber transaction() {
        return transaction;
    }

    /** Whether the transaction is still to be applied here. */
    boolean isBefore(TransactionEnd end) {
        return end.stamp().number().isAfter(transaction);
    }

    void moveTo(String newResumeFrom, TransactionNumber newTransaction) {
        resumeFrom = newResumeFrom;
        transaction = newTransaction;
    }
}

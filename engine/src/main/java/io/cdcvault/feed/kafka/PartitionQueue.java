package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.publish.RecordHeaders;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What was fetched from one partition and is not yet taken. */
final class PartitionQueue {

    private final TopicPartition partition;
    private final boolean isNewcomer;
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private long nextOffset;

    PartitionQueue(TopicPartition partition, long nextOffset) {
        this(partition, nextOffset, false);
    }

    /** @param isNewcomer what it holds of transactions that were applied without it is not taken */
    PartitionQueue(TopicPartition partition, long nextOffset, boolean isNewcomer) {
        this.partition = partition;
        this.nextOffset = nextOffset;
        this.isNewcomer = isNewcomer;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The offset after the last record that was taken. */
    long nextOffset() {
        return nextOffset;
    }

    int size() {
        return records.size();
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        records.add(record);
    }

    /**
     * The next record of the transaction, which has more of them here; null when it is not fetched yet. A record that
     * somebody else wrote belongs to any.
     */
    @Nullable
    ConsumerRecord<byte[], byte[]> takeOf(long transaction) {
        if (isNewcomer) {
            skipBefore(transaction);
        }
        ConsumerRecord<byte[], byte[]> head = records.peek();
        if (head == null) {
            return null;
        }
        if (!RecordHeaders.isStamped(head.headers())) {
            return take();
        }
        long number = stamp(head).number();
        if (number < transaction) {
            throw unreadable(
                    head,
                    new IllegalStateException(
                            "transaction " + number + " has ended without it, and " + transaction + " is being read"));
        }
        if (number > transaction) {
            throw LostRecords.before(head, transaction);
        }
        return take();
    }

    private void skipBefore(long transaction) {
        ConsumerRecord<byte[], byte[]> head;
        while ((head = records.peek()) != null
                && RecordHeaders.isStamped(head.headers())
                && stamp(head).number() < transaction) {
            take();
        }
    }

    @Nullable
    ConsumerRecord<byte[], byte[]> take() {
        ConsumerRecord<byte[], byte[]> taken = records.poll();
        if (taken != null) {
            nextOffset = taken.offset() + 1;
        }
        return taken;
    }

    static TransactionStamp stamp(ConsumerRecord<byte[], byte[]> record) {
        try {
            return RecordHeaders.stamp(record.headers());
        } catch (IllegalArgumentException e) {
            throw unreadable(record, e);
        }
    }

    static CdcVaultException unreadable(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        return new CdcVaultException(
                FailureKind.CHANGE_UNREADABLE,
                "Cannot read " + record.topic() + "-" + record.partition() + "@" + record.offset() + ": "
                        + cause.getMessage(),
                cause);
    }
}

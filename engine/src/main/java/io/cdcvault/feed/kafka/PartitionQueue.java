package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.feed.BatchLimit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What was fetched from one partition and is not yet taken. */
final class PartitionQueue {

    private final TopicPartition partition;
    private final boolean isNewcomer;
    private final ForeignRecords foreign;
    private final BooleanSupplier isComplete;
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private long nextOffset;
    private long bytes;

    /**
     * @param isNewcomer what it holds of transactions that were applied without it is not taken
     * @param isComplete whether there is nothing to wait for behind what was fetched
     */
    PartitionQueue(
            TopicPartition partition,
            long nextOffset,
            boolean isNewcomer,
            ForeignRecords foreign,
            BooleanSupplier isComplete) {
        this.partition = partition;
        this.nextOffset = nextOffset;
        this.isNewcomer = isNewcomer;
        this.foreign = foreign;
        this.isComplete = isComplete;
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

    boolean isFull(BatchLimit limit) {
        return limit.isReached(records.size(), bytes);
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        records.add(record);
        bytes += size(record);
    }

    @Nullable
    ConsumerRecord<byte[], byte[]> peek() {
        return records.peek();
    }

    boolean anyMatch(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        return records.stream().anyMatch(wanted);
    }

    /**
     * The next record of the transaction, which has more of them here, or one without a stamp that stands before it;
     * null when it is not fetched yet. A record that bears another transaction's stamp is a copy, or another program's.
     *
     * @throws CdcVaultException when the topic does not hold the record
     */
    @Nullable
    ConsumerRecord<byte[], byte[]> takeOf(TransactionStamp transaction) {
        ConsumerRecord<byte[], byte[]> head;
        while ((head = records.peek()) != null) {
            Optional<TransactionStamp> stamp = HandedRecord.stampIfAny(head);
            if (isHanded(head, stamp, transaction)) {
                return take();
            }
            boolean isTombstone = stamp.isEmpty();
            if (!isTombstone && isLater(stamp.get(), transaction) && !holds(transaction)) {
                requireComing(head, stamp.get(), transaction);
                return null;
            }
            skip(head, stamp, transaction);
        }
        return null;
    }

    /** A record that was taken is another program's. */
    void skipped(ConsumerRecord<byte[], byte[]> record, String why) {
        foreign.skipped(record, why);
    }

    private static boolean isHanded(
            ConsumerRecord<?, byte[]> head, Optional<TransactionStamp> stamp, TransactionStamp transaction) {
        return stamp.isPresent() ? stamp.get().equals(transaction) : head.value() != null;
    }

    private static boolean isLater(TransactionStamp stamp, TransactionStamp transaction) {
        return stamp.number().isAfter(transaction.number())
                && !transaction.loadDate().isAfter(stamp.loadDate());
    }

    private boolean holds(TransactionStamp transaction) {
        return anyMatch(record ->
                HandedRecord.stampIfAny(record).filter(transaction::equals).isPresent());
    }

    private void skip(
            ConsumerRecord<byte[], byte[]> head, Optional<TransactionStamp> stamp, TransactionStamp transaction) {
        take();
        boolean isOfBefore = stamp.filter(other -> transaction.number().isAfter(other.number()))
                .isPresent();
        if (!(isNewcomer && isOfBefore)) {
            foreign.skipped(
                    head,
                    stamp.map(other -> "it bears the stamp of transaction " + other.number() + " among the records of "
                                    + transaction.number())
                            .orElse("it is a tombstone without a transaction's headers"));
        }
    }

    /** What stands at the head is of a later transaction, or another program wrote it. */
    private void requireComing(
            ConsumerRecord<byte[], byte[]> head, TransactionStamp stamp, TransactionStamp transaction) {
        if (isComplete.getAsBoolean()) {
            throw LostRecords.before(head, stamp, transaction.number());
        }
    }

    @Nullable
    ConsumerRecord<byte[], byte[]> take() {
        ConsumerRecord<byte[], byte[]> taken = records.poll();
        if (taken != null) {
            nextOffset = taken.offset() + 1;
            bytes -= size(taken);
        }
        return taken;
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return value == null ? 0 : value.length;
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.kafka.RecordHeaders;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The ENDs of the transaction topic in their order. Skips what other programs wrote, and takes no transaction for the
 * next one that is not: a record that is skipped by mistake would be a transaction lost.
 */
final class TransactionQueue {

    private final PartitionQueue queue;
    private final EndOrder order;
    private final ForeignRecords foreign;

    /** @param last the transaction before the first that is to be read */
    TransactionQueue(PartitionQueue queue, TransactionStamp last, ForeignRecords foreign) {
        this.queue = queue;
        this.order = new EndOrder(last);
        this.foreign = foreign;
    }

    /**
     * The next transaction; empty when it has not come.
     *
     * @param isComplete whether everything that the topic holds was fetched
     * @throws CdcVaultException when transactions are missing
     */
    Optional<TransactionEnd> next(BooleanSupplier isComplete) {
        ConsumerRecord<byte[], byte[]> head;
        while ((head = queue.peek()) != null) {
            Optional<TransactionStamp> stamp = stampOfEnd(head);
            if (stamp.isEmpty()) {
                skipNoEnd(head);
            } else if (isTurnOf(head, stamp.get(), isComplete)) {
                Optional<TransactionEnd> end = take(head);
                if (end.isPresent()) {
                    return end;
                }
            } else if (queue.peek() == head) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Skips the record when it is known to be another program's. */
    private boolean isTurnOf(ConsumerRecord<byte[], byte[]> head, TransactionStamp stamp, BooleanSupplier isComplete) {
        return switch (order.placeOf(stamp)) {
            case NEXT -> true;
            case COPY -> {
                skip(head, "it is a copy of the END of transaction " + stamp.number());
                yield false;
            }
            case UNEXPECTED -> {
                if (queue.anyMatch(
                        record -> stampOfEnd(record).filter(order::isNext).isPresent())) {
                    skip(head, "it says that it ends transaction " + stamp.number());
                    yield false;
                }
                yield isComplete.getAsBoolean() && isFirst(head, stamp);
            }
        };
    }

    /** Nothing is lost as long as nothing follows: then the record is not waited for. */
    private boolean isFirst(ConsumerRecord<byte[], byte[]> head, TransactionStamp stamp) {
        if (order.isAtBeginning()) {
            return true;
        }
        if (queue.anyMatch(record ->
                stampOfEnd(record).filter(next -> EndOrder.follows(stamp, next)).isPresent())) {
            throw LostRecords.between(last(), head, stamp);
        }
        foreign.unexpected(head, "it ends number " + stamp.number() + " and the vault stands at " + last());
        return false;
    }

    private Optional<TransactionEnd> take(ConsumerRecord<byte[], byte[]> head) {
        try {
            TransactionEnd end = TransactionEnd.parse(head);
            queue.take();
            order.moveTo(end.stamp());
            return Optional.of(end);
        } catch (IOException e) {
            skip(head, "it is not an END of a transaction");
            return Optional.empty();
        }
    }

    private void skipNoEnd(ConsumerRecord<byte[], byte[]> head) {
        if (kind(head).filter(kind -> kind == Kind.BEGIN).isPresent()) {
            // It adds nothing to the END.
            queue.take();
        } else {
            skip(head, "it is neither a BEGIN nor an END of a transaction");
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> head, String why) {
        queue.take();
        foreign.skipped(head, why);
    }

    private static Optional<TransactionStamp> stampOfEnd(ConsumerRecord<byte[], byte[]> record) {
        return kind(record).filter(Kind::endsTransaction).flatMap(end -> HandedRecord.stampIfAny(record));
    }

    private static Optional<Kind> kind(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(RecordHeaders.kind(record.headers()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private TransactionNumber last() {
        return order.last().number();
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionNumber;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.kafka.SkipPlanner.Stand;
import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What one partition still holds of what a loader has to read. */
final class Reach {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Stand stand;
    private final long beginning;
    private final long start;
    private final long end;
    private final boolean isLost;
    private final Time time;

    /**
     * Compares a position with what is there.
     *
     * @param beginning the first offset that is left
     * @param end after the last committed record
     */
    Reach(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            Stand stand,
            long beginning,
            long end,
            Time time) {
        this.time = time;
        this.consumer = consumer;
        this.partition = partition;
        this.stand = stand;
        this.beginning = beginning;
        this.end = end;
        this.isLost = stand.next() < beginning || stand.next() > end;
        this.start = isLost ? beginning : stand.next();
    }

    /**
     * What a loader passes over.
     *
     * @param offset the next to read
     * @param records ours that are there and are not loaded
     */
    record Skip(long offset, long records) {}

    /** The offset that was to be read next. */
    long from() {
        return stand.next();
    }

    /** The last transaction that was loaded of it. */
    TransactionNumber applied() {
        return stand.applied();
    }

    /** Whether that offset is not there. */
    boolean isLost() {
        return isLost;
    }

    /** How many offsets are not there any more; 0 when the topic is another one now, and it is not known. */
    long lost() {
        return Math.max(0, start - stand.next());
    }

    /** The first transaction that it still holds records of. */
    Optional<TransactionNumber> firstAfterApplied() {
        AtomicReference<TransactionNumber> first = new AtomicReference<>();
        read(record -> {
            TransactionNumber number = RecordHeaders.stamp(record.headers()).number();
            if (number.isAfter(stand.applied())) {
                first.set(number);
            }
            return first.get() == null;
        });
        return Optional.ofNullable(first.get());
    }

    /** After the last committed record that was looked at. */
    long end() {
        return end;
    }

    /** The same with the records that were committed since. */
    Reach extended() {
        return new Reach(consumer, partition, stand, beginning, end(consumer, partition), time);
    }

    private static long end(Consumer<?, ?> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** Passes over the records of all transactions before this one. */
    Skip skipTo(TransactionNumber transaction) {
        AtomicLong offset = new AtomicLong(end);
        AtomicLong records = new AtomicLong();
        read(record -> {
            TransactionNumber number = RecordHeaders.stamp(record.headers()).number();
            if (!transaction.isAfter(number)) {
                offset.set(record.offset());
                return false;
            }
            records.addAndGet(number.isAfter(stand.applied()) ? 1 : 0);
            return true;
        });
        return new Skip(records.get() == 0 && !isLost ? stand.next() : offset.get(), records.get());
    }

    /** Reads our records in order, until the reader has had enough. */
    void read(Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
        Deadline patienceEnds = time.deadline(PATIENCE);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record :
                    consumer.poll(Duration.ofMillis(200)).records(partition)) {
                patienceEnds = time.deadline(PATIENCE);
                if (record.offset() >= end
                        || (RecordHeaders.stampIfAny(record.headers()).isPresent() && !reader.test(record))) {
                    return;
                }
            }
            if (patienceEnds.isPast()) {
                throw new CdcVaultException(
                        FailureKind.KAFKA_FAILED,
                        "Nothing came of " + partition + " for " + PATIENCE.toSeconds() + " s");
            }
        }
    }
}

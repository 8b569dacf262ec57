package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Names records that the topics no longer hold although the vault has not loaded them: retention or compaction has
 * removed them, or an administrator has deleted them or their topic.
 */
final class LostRecords {

    private LostRecords() {}

    /**
     * Holds a loader that has loaded nothing against topics that have lost their beginning.
     *
     * @throws CdcVaultException when the first records of any partition are gone
     */
    static void requireBeginning(Consumer<?, ?> consumer, Map<TopicPartition, Long> beginnings) {
        List<String> lost = beginnings.entrySet().stream()
                .filter(beginning -> beginning.getValue() > 0)
                .map(beginning -> describe(consumer, beginning.getKey(), 0, beginning.getValue()))
                .sorted()
                .toList();
        if (!lost.isEmpty()) {
            throw failure(String.join("; ", lost));
        }
    }

    /** The brokers do not have the offsets that are to be read next. */
    static CdcVaultException of(OffsetOutOfRangeException e, Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> wanted = e.offsetOutOfRangePartitions();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(wanted.keySet());
        return failure(wanted.entrySet().stream()
                .map(next ->
                        describe(consumer, next.getKey(), next.getValue(), beginnings.getOrDefault(next.getKey(), 0L)))
                .sorted()
                .collect(Collectors.joining("; ")));
    }

    /** The record of a later transaction stands where those of an earlier one should. */
    static CdcVaultException before(
            ConsumerRecord<?, ?> record, TransactionStamp stamp, TransactionNumber transaction) {
        return failure("records of transaction " + transaction + " before " + place(record)
                + ", which bears the stamp of transaction " + stamp.number());
    }

    /** The END of a transaction stands where the END of an earlier one should. */
    static CdcVaultException between(TransactionNumber applied, ConsumerRecord<?, ?> record, TransactionStamp stamp) {
        return failure("the transactions after " + applied + " before " + place(record) + ", which ends transaction "
                + stamp.number());
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset() + " (published at "
                + Instant.ofEpochMilli(record.timestamp()) + ")";
    }

    /** An END counts records, and their partitions end before they come. */
    static CdcVaultException of(TransactionEnd end, Collection<TopicPartition> partitions) {
        return failure("records of transaction " + end.stamp().number() + " in "
                + partitions.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(", ")));
    }

    private static CdcVaultException failure(String what) {
        return new CdcVaultException(
                FailureKind.RECORDS_LOST, "The topics have lost what the vault has not loaded: " + what);
    }

    private static String describe(Consumer<?, ?> consumer, TopicPartition partition, long next, long beginning) {
        if (next > beginning) {
            return partition + " from offset " + next + ", which is after its end: it is another topic of that name";
        }
        OffsetAndTimestamp first =
                consumer.offsetsForTimes(Map.of(partition, 0L)).get(partition);
        return partition + " from offset " + next + " to " + (beginning - 1)
                + (first == null
                        ? ", and nothing is left"
                        : "; the first record left was published at " + Instant.ofEpochMilli(first.timestamp()));
    }
}

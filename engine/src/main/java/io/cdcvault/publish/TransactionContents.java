package io.cdcvault.publish;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.kafka.TopicNames;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/**
 * Spreads the rows of a source transaction over the partitions, and says at its END which partition holds how many: a
 * reader of some of the partitions then knows when a transaction is complete in them.
 */
final class TransactionContents {

    private final ToIntFunction<String> partitionCount;
    /** A topic may be given more partitions at any time; all keys must stay where they are until the next start. */
    private final Map<String, Integer> partitionCounts = new HashMap<>();

    private final Map<TopicPartition, Long> records = new HashMap<>();
    private final Set<String> truncated = new TreeSet<>();

    /** @param partitionCount of a topic */
    TransactionContents(ToIntFunction<String> partitionCount) {
        this.partitionCount = partitionCount;
    }

    /** A transaction's records must come one after the other, its END last. */
    ProducerRecord<byte[], byte[]> add(ChangeRecord record) {
        return switch (record.kind()) {
            case ROW, TRUNCATE -> row(record);
            case BEGIN -> metadata(record, RecordHeaders.ofBegin(record));
            case END, SNAPSHOT_PART, SNAPSHOT_END, TABLE_SNAPSHOT_END, PARTIAL_SNAPSHOT_END -> end(record);
        };
    }

    private ProducerRecord<byte[], byte[]> row(ChangeRecord record) {
        int partition = partition(record);
        records.merge(new TopicPartition(record.topic(), partition), 1L, Long::sum);
        if (record.kind() == Kind.TRUNCATE) {
            truncated.add(record.topic());
        }
        return new ProducerRecord<>(
                record.topic(), partition, null, record.key(), record.value(), RecordHeaders.ofRow(record));
    }

    /** As Kafka's own partitioner does; what has no key stays together, in order. */
    private int partition(ChangeRecord record) {
        int count = partitionCounts.computeIfAbsent(record.topic(), partitionCount::applyAsInt);
        byte[] key = record.key();
        return key == null ? 0 : Utils.toPositive(Utils.murmur2(key)) % count;
    }

    private ProducerRecord<byte[], byte[]> end(ChangeRecord record) {
        Map<TopicPartition, Long> inOrder = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        inOrder.putAll(records);
        List<Header> headers = RecordHeaders.ofEnd(record, inOrder, truncated);
        records.clear();
        truncated.clear();
        return metadata(record, headers);
    }

    private static ProducerRecord<byte[], byte[]> metadata(ChangeRecord record, List<Header> headers) {
        // Never where a partitioner would put it: the order of commits holds in one partition, and loaders read that
        // one.
        return new ProducerRecord<>(record.topic(), TopicNames.ORDERED, null, record.key(), record.value(), headers);
    }
}

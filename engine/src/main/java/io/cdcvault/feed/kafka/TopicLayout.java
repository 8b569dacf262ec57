package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.publish.TopicNames;
import io.cdcvault.schema.model.TableName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of the topics that a loader reads, as they were when it started.
 *
 * @param tables each table's, in their order
 */
record TopicLayout(Map<TableName, List<TopicPartition>> tables, TopicPartition transactions) {

    static TopicLayout read(KafkaConsumer<?, ?> consumer, TopicNames names, List<TableName> tables) {
        Map<TableName, List<TopicPartition>> partitions = new LinkedHashMap<>();
        tables.forEach(table -> partitions.put(
                table,
                consumer.partitionsFor(names.table(table)).stream()
                        .sorted(Comparator.comparingInt(PartitionInfo::partition))
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList()));
        return new TopicLayout(partitions, new TopicPartition(names.transactions(), 0));
    }

    /** Those that hold rows. */
    List<TopicPartition> rows() {
        return tables.values().stream().flatMap(List::stream).toList();
    }

    List<TopicPartition> all() {
        return Stream.concat(rows().stream(), Stream.of(transactions)).toList();
    }

    List<TopicPartition> partitions(TableName table) {
        return tables.getOrDefault(table, List.of());
    }

    /** A topic may be given more partitions at any time; whoever starts after that sees them. */
    void requireKnown(TransactionEnd end) {
        for (List<TopicPartition> known : tables.values()) {
            for (TopicPartition partition : end.partitions().keySet()) {
                if (partition.topic().equals(known.get(0).topic()) && !known.contains(partition)) {
                    throw new CdcVaultException(
                            FailureKind.KAFKA_FAILED,
                            "Topic " + partition.topic() + " had " + known.size()
                                    + " partitions when the loader started, and now has " + partition);
                }
            }
        }
    }
}

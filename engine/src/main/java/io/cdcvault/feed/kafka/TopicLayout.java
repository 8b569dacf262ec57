package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.TableName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of the topics that a loader reads, as they were when it started.
 *
 * @param tables each table's, in their order
 * @param tableOf of a topic that may come up later, to be read too
 */
record TopicLayout(
        Map<TableName, List<TopicPartition>> tables,
        TopicPartition transactions,
        Function<String, Optional<TableName>> tableOf) {

    static TopicLayout read(Consumer<?, ?> consumer, TopicNames names, List<TableName> tables) {
        Map<TableName, List<TopicPartition>> partitions = new LinkedHashMap<>();
        tables.forEach(table -> partitions.put(table, inOrder(consumer.partitionsFor(names.table(table)))));
        return new TopicLayout(partitions, names.transactionPartition(), topic -> Optional.empty());
    }

    /** With the topics of tables that the model does not know. */
    TopicLayout withOthers(Consumer<?, ?> consumer, TopicNames names) {
        Map<TableName, List<TopicPartition>> all = new LinkedHashMap<>(tables);
        new TreeMap<>(consumer.listTopics()).forEach((topic, partitions) -> names.tableOf(topic)
                .filter(table -> !isKnown(topic))
                .ifPresent(table -> all.put(table, inOrder(partitions))));
        return new TopicLayout(all, transactions, names::tableOf);
    }

    private static List<TopicPartition> inOrder(List<PartitionInfo> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingInt(PartitionInfo::partition))
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private boolean isKnown(String topic) {
        return rows().stream().anyMatch(known -> known.topic().equals(topic));
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

    /** Empty for the partition of the transactions. */
    Optional<TableName> tableOf(TopicPartition partition) {
        return tables.entrySet().stream()
                .filter(table -> table.getValue().contains(partition))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Holds what a transaction says of itself against the partitions that are read.
     *
     * @throws CdcVaultException when some of its rows would not be read: a topic may be given more partitions, or come
     *     up, at any time, and the next start sees them; or a table had a topic of another name
     */
    void requireKnown(TransactionEnd end) {
        end.partitions().keySet().forEach(this::requireKnown);
        tables.forEach((table, known) -> {
            boolean isElsewhere =
                    end.tables().contains(table.toString()) && known.stream().noneMatch(end.partitions()::containsKey);
            if (isElsewhere && known.isEmpty()) {
                throw new CdcVaultException(
                        FailureKind.KAFKA_FAILED,
                        "The topic of " + table + " was not there when the loader started, and transaction "
                                + end.stamp().number() + " has rows of it");
            }
            if (isElsewhere) {
                throw new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "Transaction " + end.stamp().number() + " has rows of " + table + ", and none on topic "
                                + known.get(0).topic() + ", where `kafka.topics` puts them: they were published to "
                                + end.partitions().keySet() + ". Let it name the topic of before until everything"
                                + " published there is loaded");
            }
        });
    }

    private void requireKnown(TopicPartition partition) {
        if (tableOf.apply(partition.topic()).isPresent() && !isKnown(partition.topic())) {
            throw new CdcVaultException(
                    FailureKind.KAFKA_FAILED,
                    "Topic " + partition.topic() + " was not there when the loader started, and now has changes");
        }
        for (List<TopicPartition> known : tables.values()) {
            boolean isOfTable = known.stream().anyMatch(each -> each.topic().equals(partition.topic()));
            if (isOfTable && !known.contains(partition)) {
                throw new CdcVaultException(
                        FailureKind.KAFKA_FAILED,
                        "Topic " + partition.topic() + " had " + known.size()
                                + " partitions when the loader started, and now has " + partition);
            }
        }
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.publish.TopicNames;
import io.cdcvault.schema.model.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that a feed reads, each with a queue of bounded length. */
final class FetchedPartitions implements AutoCloseable {

    private static final int FULL_FACTOR = 1;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();
    private final Map<String, List<PartitionQueue>> byTable = new HashMap<>();
    private final PartitionQueue transactions;
    private final int fullAt;

    FetchedPartitions(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicNames names,
            List<TableName> tables,
            Optional<FeedOffsets> from,
            int batchRows) {
        this.consumer = consumer;
        this.fullAt = batchRows * FULL_FACTOR;
        FeedOffsets start = from.orElse(new FeedOffsets(Map.of()));
        for (TableName table : tables) {
            byTable.put(table.toString(), queuesOf(names.table(table), start));
        }
        transactions = queuesOf(names.transactions(), start).get(0);
        consumer.assign(queues.keySet());
        queues.forEach((partition, queue) -> consumer.seek(partition, queue.nextOffset()));
    }

    /** By {@code schema.table}. */
    Map<String, List<PartitionQueue>> byTable() {
        return byTable;
    }

    /** The next transaction that is known to be complete; its rows may still have to be fetched. */
    Optional<TransactionEnd> nextEnd() {
        ConsumerRecord<byte[], byte[]> record;
        while ((record = transactions.take()) != null) {
            Optional<TransactionEnd> end = TransactionEnd.parse(record);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    void fetch(Duration patience) {
        pauseFull();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            queue(new TopicPartition(record.topic(), record.partition())).add(record);
        }
    }

    /** In the order of {@link #asPosition}. */
    long[] nextOffsets() {
        return queues.values().stream().mapToLong(PartitionQueue::nextOffset).toArray();
    }

    FeedOffsets asPosition(long[] nextOffsets) {
        Map<String, Long> next = new HashMap<>();
        int index = 0;
        for (TopicPartition partition : queues.keySet()) {
            next.put(partition.toString(), nextOffsets[index++]);
        }
        return new FeedOffsets(next);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<PartitionQueue> queuesOf(String topic, FeedOffsets start) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        List<PartitionQueue> made = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            PartitionQueue queue = new PartitionQueue(partition, start.of(partition, beginning));
            queues.put(partition, queue);
            made.add(queue);
        }
        return made;
    }

    private void pauseFull() {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> hungry = new ArrayList<>();
        queues.forEach((partition, queue) -> (queue.size() >= fullAt ? full : hungry).add(partition));
        consumer.pause(full);
        consumer.resume(hungry);
    }

    private PartitionQueue queue(TopicPartition partition) {
        @Nullable PartitionQueue queue = queues.get(partition);
        if (queue == null) {
            throw new IllegalStateException("Fetched from " + partition + ", which was not assigned");
        }
        return queue;
    }
}

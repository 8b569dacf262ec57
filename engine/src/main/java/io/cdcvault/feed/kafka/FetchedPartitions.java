package io.cdcvault.feed.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a feed reads, each with a queue of bounded length. */
final class FetchedPartitions implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int fullAt;
    private final Map<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();

    /** @param fullAt how many records of a partition are held before it waits */
    FetchedPartitions(KafkaConsumer<byte[], byte[]> consumer, int fullAt) {
        this.consumer = consumer;
        this.fullAt = fullAt;
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return consumer;
    }

    /** Reads these partitions and no others; what was fetched before is dropped. */
    void assign(Collection<TopicPartition> partitions, FeedOffsets from) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        queues.clear();
        for (TopicPartition partition : partitions) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            queues.put(
                    partition,
                    new PartitionQueue(partition, from.of(partition, beginning), from.isNewcomer(partition)));
        }
        consumer.assign(queues.keySet());
        queues.forEach((partition, queue) -> consumer.seek(partition, queue.nextOffset()));
    }

    List<PartitionQueue> queues(Collection<TopicPartition> partitions) {
        return partitions.stream().map(this::queue).toList();
    }

    PartitionQueue queue(TopicPartition partition) {
        PartitionQueue queue = queues.get(partition);
        if (queue == null) {
            throw new IllegalStateException(partition + " is not assigned");
        }
        return queue;
    }

    /** The next transaction that is known to be complete; its rows may still have to be fetched. */
    Optional<TransactionEnd> nextEnd(TopicLayout layout) {
        ConsumerRecord<byte[], byte[]> record;
        while ((record = queue(layout.transactions()).take()) != null) {
            Optional<TransactionEnd> end = TransactionEnd.parse(record);
            if (end.isPresent()) {
                layout.requireKnown(end.get());
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

    /** Where the next record will be found that was not taken, past the markers of Kafka's transactions. */
    Map<TopicPartition, Long> takenUpTo() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        queues.forEach((partition, queue) ->
                offsets.put(partition, queue.size() == 0 ? consumer.position(partition) : queue.nextOffset()));
        return offsets;
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

    private void pauseFull() {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> hungry = new ArrayList<>();
        queues.forEach((partition, queue) -> (queue.size() >= fullAt ? full : hungry).add(partition));
        consumer.pause(full);
        consumer.resume(hungry);
    }
}

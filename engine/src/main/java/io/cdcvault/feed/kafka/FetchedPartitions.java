package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a feed reads, each with a queue of bounded length. */
final class FetchedPartitions implements AutoCloseable {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int fullAt;
    private long silentSince = System.nanoTime();
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
        if (from.next().isEmpty()) {
            LostRecords.requireBeginning(consumer, beginnings);
        }
        queues.clear();
        silentSince = System.nanoTime();
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

    /** @throws CdcVaultException when the brokers no longer hold what is to be read next */
    void fetch(Duration patience) {
        pauseFull();
        for (ConsumerRecord<byte[], byte[]> record : poll(patience)) {
            queue(new TopicPartition(record.topic(), record.partition())).add(record);
            silentSince = System.nanoTime();
        }
    }

    /**
     * Ends the wait for rows that will not come: the END is published together with them, so they are readable as soon
     * as it is, but for the moment that the brokers take to mark each partition.
     *
     * @throws CdcVaultException when nothing has come for long, and a partition is read to its end
     */
    void requireMore(TransactionEnd end, Collection<TopicPartition> awaited) {
        if (System.nanoTime() - silentSince < LONGEST_SILENCE.toNanos()) {
            return;
        }
        silentSince = System.nanoTime();
        Map<TopicPartition, Long> ends = consumer.endOffsets(awaited);
        List<TopicPartition> read = awaited.stream()
                .filter(partition -> consumer.position(partition) >= ends.getOrDefault(partition, Long.MAX_VALUE))
                .toList();
        if (!read.isEmpty()) {
            throw LostRecords.of(end, read);
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

    private ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        try {
            return consumer.poll(patience);
        } catch (OffsetOutOfRangeException e) {
            throw LostRecords.of(e, consumer);
        }
    }

    private void pauseFull() {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> hungry = new ArrayList<>();
        queues.forEach((partition, queue) -> (queue.size() >= fullAt ? full : hungry).add(partition));
        consumer.pause(full);
        consumer.resume(hungry);
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.relay.Relay;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a feed reads, each with a queue of bounded length. */
final class FetchedPartitions implements AutoCloseable {

    /** So long after the end of a partition was reached, no record before it can become visible any more. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final HidingTransactions openTransactions;
    private final BatchLimit limit;
    private final ForeignRecords foreign;
    private final Time time;
    private final Map<TopicPartition, Stopwatch> completeSince = new HashMap<>();
    private Stopwatch silent;
    private final RelayedPartitions relayed;
    private final Map<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();

    /** @param limit how much of a partition is held before it waits */
    FetchedPartitions(KafkaClients clients, BatchLimit limit, Time time) {
        this(clients, Relay.unconnected(time), limit, time);
    }

    /** @param relay what this process publishes; left with the partitions */
    FetchedPartitions(KafkaClients clients, Relay relay, BatchLimit limit, Time time) {
        this(clients.consumer("loader"), clients, relay, limit, time);
    }

    /** @param consumer with nothing assigned; closed with the partitions */
    FetchedPartitions(Consumer<byte[], byte[]> consumer, KafkaClients clients, BatchLimit limit, Time time) {
        this(consumer, clients, Relay.unconnected(time), limit, time);
    }

    private FetchedPartitions(
            Consumer<byte[], byte[]> consumer, KafkaClients clients, Relay relay, BatchLimit limit, Time time) {
        this.relayed = new RelayedPartitions(relay, consumer, limit.rows(), time);
        this.time = time;
        this.silent = time.stopwatch();
        this.consumer = consumer;
        this.openTransactions = new HidingTransactions(clients);
        this.limit = limit;
        this.foreign = new ForeignRecords(clients::countForeign, time);
    }

    Consumer<byte[], byte[]> consumer() {
        return consumer;
    }

    /** Reads these partitions and no others; what was fetched before is dropped. */
    void assign(Collection<TopicPartition> partitions, FeedOffsets from) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        if (from.next().isEmpty()) {
            LostRecords.requireBeginning(consumer, beginnings);
        }
        queues.clear();
        relayed.clear();
        completeSince.clear();
        silent = time.stopwatch();
        for (TopicPartition partition : partitions) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            queues.put(
                    partition,
                    new PartitionQueue(
                            partition,
                            from.of(partition, beginning),
                            from.isNewcomer(partition),
                            foreign,
                            () -> isComplete(partition)));
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

    /**
     * The ENDs of the transaction topic, which must be assigned.
     *
     * @param last the transaction before the first that is to be read
     */
    TransactionQueue transactions(TopicPartition partition, TransactionStamp last) {
        return new TransactionQueue(queue(partition), last, foreign);
    }

    /** Whether everything that a partition holds was fetched, or as much of it as is held. */
    boolean isComplete(TopicPartition partition) {
        if (queue(partition).isFull(limit)) {
            return true;
        }
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (relayed.position(partition) < end) {
            completeSince.remove(partition);
            return false;
        }
        Stopwatch since = completeSince.putIfAbsent(partition, time.stopwatch());
        return since != null && since.isOver(SETTLED) && !openTransactions.holdBack(partition, end);
    }

    /**
     * Returns whether anything came.
     *
     * @throws CdcVaultException when the brokers no longer hold what is to be read next
     */
    boolean fetch(Duration patience) {
        boolean hasCome = takeRelayed();
        if (!hasCome) {
            Optional<Duration> forBrokers = relayed.await(patience);
            hasCome = takeRelayed() || (forBrokers.isPresent() && fetchFromBrokers(forBrokers.get()));
        }
        silent = hasCome ? time.stopwatch() : silent;
        return hasCome;
    }

    private boolean takeRelayed() {
        boolean hasRoom = queues.values().stream().noneMatch(queue -> queue.isFull(limit));
        boolean hasCome = hasRoom && relayed.take(queues);
        if (hasCome) {
            completeSince.clear();
        }
        return hasCome;
    }

    private boolean fetchFromBrokers(Duration patience) {
        relayed.follow();
        pauseFull();
        boolean hasCome = false;
        for (ConsumerRecord<byte[], byte[]> record : poll(patience)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            completeSince.remove(partition);
            queue(partition).add(record);
            hasCome = true;
        }
        relayed.fetched(queues.keySet(), hasCome);
        return hasCome;
    }

    /**
     * Ends the wait for rows that will not come: the END is published together with them, so they are readable as soon
     * as it is, but for the moment that the brokers take to mark each partition.
     *
     * @throws CdcVaultException when nothing has come for long, and a partition is read to its end
     */
    void requireMore(TransactionEnd end, Collection<TopicPartition> awaited) {
        if (!silent.isOver(LONGEST_SILENCE)) {
            return;
        }
        silent = time.stopwatch();
        Map<TopicPartition, Long> ends = consumer.endOffsets(awaited);
        List<TopicPartition> read = awaited.stream()
                .filter(partition -> relayed.position(partition) >= ends.getOrDefault(partition, Long.MAX_VALUE))
                // What an open transaction hides may be the very record.
                .filter(partition -> !openTransactions.holdBack(partition, ends.getOrDefault(partition, 0L)))
                .toList();
        if (!read.isEmpty()) {
            throw LostRecords.of(end, read);
        }
    }

    /** Where the next record will be found that was not taken, past the markers of Kafka's transactions. */
    Map<TopicPartition, Long> takenUpTo() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        queues.forEach((partition, queue) ->
                offsets.put(partition, queue.size() == 0 ? relayed.position(partition) : queue.nextOffset()));
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
        relayed.close();
        openTransactions.close();
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
        queues.forEach((partition, queue) -> (queue.isFull(limit) ? full : hungry).add(partition));
        consumer.pause(full);
        consumer.resume(hungry);
    }
}

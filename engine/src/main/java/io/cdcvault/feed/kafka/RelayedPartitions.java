package io.cdcvault.feed.kafka;

import io.cdcvault.failure.HaltPoint;
import io.cdcvault.relay.Relay;
import io.cdcvault.relay.RelayedRecord;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * What this process publishes, put into the queues in the place of what would be fetched: where, and only where, it
 * begins at the next offset of each partition. Used by one thread.
 *
 * <p>Why: docs/decisions/0027-what-is-captured-here-is-not-read-back.md
 */
final class RelayedPartitions {

    /** While batches come, the brokers are asked as seldom for what other programs write. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(1);

    /** What stands before a batch that does not fit is in the topics, and comes soon. */
    private static final Duration UNTIL_IT_FITS = Duration.ofMillis(10);

    private static final Duration GLANCE = Duration.ofMillis(5);

    /** Of a partition of which nothing was fetched. */
    private static final long UNKNOWN = Integer.MAX_VALUE;

    private final Relay relay;
    private final Consumer<byte[], byte[]> consumer;
    private final Time time;
    private final long nearEnd;
    /** The next offsets behind what was put into the queues, where the consumer has not followed. */
    private final Map<TopicPartition, Long> ahead = new HashMap<>();

    private boolean isAtEnd;
    /** Whether the topics have records that will not be handed over, and none was fetched since. */
    private boolean isMissing;

    private Stopwatch fetched;

    /** @param nearEnd so many records before the end of the topics, what is published may be kept for the loader */
    RelayedPartitions(Relay relay, Consumer<byte[], byte[]> consumer, long nearEnd, Time time) {
        this.relay = relay;
        this.consumer = consumer;
        this.nearEnd = nearEnd;
        this.time = time;
        this.fetched = time.stopwatch();
    }

    /** Puts what has come into the queues; returns whether anything has. */
    boolean take(Map<TopicPartition, PartitionQueue> queues) {
        boolean hasCome = false;
        Optional<List<RelayedRecord>> first = relay.first();
        while (first.isPresent() && fits(first.get(), queues.keySet())) {
            hasCome |= put(first.get(), queues);
            relay.remove();
            HaltPoint.RELAY_TAKEN.pass();
            first = hasCome ? Optional.empty() : relay.first();
        }
        return hasCome;
    }

    /**
     * Waits for what is published, when nothing else can be expected.
     *
     * @return how long to wait for the brokers then; empty for not at all
     */
    Optional<Duration> await(Duration patience) {
        if (relay.first().isPresent()) {
            return Optional.of(patience.compareTo(UNTIL_IT_FITS) < 0 ? patience : UNTIL_IT_FITS);
        }
        if (hasMore() || !relay.isWanted() || !relay.isPublished()) {
            return Optional.of(patience);
        }
        try {
            boolean hasCome = relay.await(patience);
            if (hasMore()) {
                return Optional.of(patience);
            }
            return hasCome || !fetched.isOver(BETWEEN_FETCHES) ? Optional.empty() : Optional.of(GLANCE);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Whether the topics have more than the relay, as far as is known. */
    private boolean hasMore() {
        isMissing |= relay.takeMissed();
        return isMissing || !isAtEnd;
    }

    /** Lets the consumer continue behind what was put into the queues. To be called before it fetches. */
    void follow() {
        ahead.forEach(consumer::seek);
        ahead.clear();
        fetched = time.stopwatch();
    }

    /**
     * The consumer has fetched: looks how far it is from the end of the topics, as far as it knows that.
     *
     * @param hasCome whether it had anything
     */
    void fetched(Set<TopicPartition> partitions, boolean hasCome) {
        isMissing &= !hasCome;
        if (!relay.isPublished()) {
            return;
        }
        long lag = 0;
        for (TopicPartition partition : partitions) {
            lag += Math.max(0, consumer.currentLag(partition).orElse(UNKNOWN));
        }
        isAtEnd = lag == 0;
        if (lag <= nearEnd) {
            relay.reachedEnd();
        }
    }

    /** The next offset of a partition that is neither fetched nor put into its queue. */
    long position(TopicPartition partition) {
        Long known = ahead.get(partition);
        return known == null ? consumer.position(partition) : known;
    }

    void clear() {
        ahead.clear();
        isAtEnd = false;
        isMissing = true;
    }

    void close() {
        relay.left();
    }

    /** Whether nothing is missing between what the queues have and the batch; it may have been fetched in part. */
    private boolean fits(List<RelayedRecord> batch, Set<TopicPartition> partitions) {
        Set<TopicPartition> seen = new HashSet<>();
        for (RelayedRecord record : batch) {
            TopicPartition partition = record.partition();
            if (partitions.contains(partition) && seen.add(partition)) {
                long next = position(partition);
                if (record.offset() > next && !(record.followsMarker() && record.offset() == next + 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean put(List<RelayedRecord> batch, Map<TopicPartition, PartitionQueue> queues) {
        boolean hasCome = false;
        for (RelayedRecord record : batch) {
            PartitionQueue queue = queues.get(record.partition());
            if (queue != null && record.offset() >= position(record.partition())) {
                queue.add(new HandedRecord(record));
                ahead.put(record.partition(), record.offset() + 1);
                hasCome = true;
            }
        }
        return hasCome;
    }
}

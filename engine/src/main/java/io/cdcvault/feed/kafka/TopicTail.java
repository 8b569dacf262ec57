package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows topics, committed records only, for a person who looks on: it leaves no trace on the brokers. What was there
 * before comes in commit order; of what is published meanwhile, the topics of one transaction may come one after the
 * other. Used by one thread.
 */
public final class TopicTail implements AutoCloseable {

    private static final int FULL = 5_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final TailMerge merge;

    /**
     * @param topics must exist
     * @param since records published since then; empty for those that come from now on
     */
    public TopicTail(KafkaClients clients, List<String> topics, Optional<Instant> since) {
        this.consumer = clients.consumer("tail");
        try {
            this.partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            since.ifPresentOrElse(this::seekTo, () -> consumer.seekToEnd(partitions));
            // Where the end is becomes known only when it is asked for.
            partitions.forEach(consumer::position);
        } catch (KafkaException e) {
            consumer.close();
            throw failure(e);
        }
        this.merge = new TailMerge(partitions);
    }

    /**
     * What has come; may be nothing.
     *
     * @param patience how long to wait for the first record
     */
    public List<TailedRecord> poll(Duration patience) {
        try {
            consumer.pause(full(true));
            consumer.resume(full(false));
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                TailedRecordReader.read(record).ifPresent(read -> merge.add(partition, read));
            }
            return merge.isEmpty() ? List.of() : merge.take(behind());
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void seekTo(Instant since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = offsets.get(partition);
            if (offset == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, offset.offset());
            }
        }
    }

    private List<TopicPartition> full(boolean wanted) {
        return partitions.stream()
                .filter(partition -> merge.size(partition) >= FULL == wanted)
                .toList();
    }

    private Set<TopicPartition> behind() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .filter(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
    }

    private static CdcVaultException failure(KafkaException e) {
        return KafkaFailures.failure("read the topics", e);
    }
}

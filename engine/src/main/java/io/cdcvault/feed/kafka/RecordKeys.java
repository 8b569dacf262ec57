package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Finds out what a table's records are keyed by: the topic knows, also when the master has changed since. */
final class RecordKeys {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final Time time;

    /** @param consumers a new one for each look; closed after it */
    RecordKeys(Supplier<? extends Consumer<byte[], byte[]>> consumers, Time time) {
        this.consumers = consumers;
        this.time = time;
    }

    /**
     * The columns in the key of the first record that has one; none when no record has.
     *
     * @param partitions of one topic, with at least one record, which may become visible only now
     */
    Set<String> columns(List<TopicPartition> partitions) {
        Deadline patienceEnds = time.deadline(PATIENCE);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean anything = false;
            while (!anything || !isAtEnd(consumer, partitions)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Set<String> columns = columns(record);
                    if (!columns.isEmpty()) {
                        return columns;
                    }
                    anything = true;
                }
                if (patienceEnds.isPast()) {
                    throw new CdcVaultException(
                            FailureKind.KAFKA_FAILED,
                            "Found no key in " + partitions + " within " + PATIENCE.toSeconds() + " s");
                }
            }
            return Set.of();
        }
    }

    private static boolean isAtEnd(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    /** None when the record has no key, or another program wrote it. */
    private static Set<String> columns(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || RecordHeaders.stampIfAny(record.headers()).isEmpty()) {
            return Set.of();
        }
        try {
            return EnvelopeReader.readKey(record.key()).keySet();
        } catch (IOException e) {
            return Set.of();
        }
    }
}

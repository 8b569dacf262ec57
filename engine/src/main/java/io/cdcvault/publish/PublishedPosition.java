package io.cdcvault.publish;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads where the capture stands from the position topic. */
public final class PublishedPosition {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Offsets from the end where the newest position is sure to be: each commit takes two, itself and a marker. */
    private static final long NEAR_END = 200;

    private final KafkaClients clients;
    private final TopicNames names;

    public PublishedPosition(KafkaClients clients, TopicNames names) {
        this.clients = clients;
        this.names = names;
    }

    /**
     * The last committed position; empty when nothing was published or there is no such topic. It is in the first
     * partition, or, where an earlier version wrote it, in whichever Kafka chose.
     */
    public Optional<CapturePosition> read() {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("position")) {
            return consumer.listTopics().getOrDefault(names.position(), List.of()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .flatMap(partition -> read(consumer, partition).stream())
                    .max(Published.IN_ORDER)
                    .map(Published::position);
        } catch (KafkaException e) {
            throw KafkaFailures.failure(FailureKind.KAFKA_UNREACHABLE, "read " + names.position(), e);
        }
    }

    /** A new snapshot begins with the number that the position before it ended with. */
    private record Published(CapturePosition position, long timestamp) {

        private static final Comparator<Published> IN_ORDER = Comparator.comparingLong(
                        (Published published) -> published.position.stamp().number())
                .thenComparingLong(Published::timestamp);

        static Published of(ConsumerRecord<byte[], byte[]> record) {
            return new Published(parse(record), record.timestamp());
        }
    }

    private static Optional<Published> read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(beginning, end - NEAR_END));
        return newest(consumer, partition, end).or(() -> {
            consumer.seek(partition, beginning);
            return newest(consumer, partition, end);
        });
    }

    private static Optional<Published> newest(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        Optional<Published> newest = Optional.empty();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                newest = Optional.of(Published.of(record));
            }
            if (System.nanoTime() > patienceEnds) {
                throw new CdcVaultException(
                        FailureKind.KAFKA_FAILED, "Reading " + partition + " to its end took over " + PATIENCE);
            }
        }
        return newest;
    }

    private static CapturePosition parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            return PositionJson.read(record.value());
        } catch (IOException e) {
            throw new CdcVaultException(
                    FailureKind.CHANGE_UNREADABLE,
                    "Not a capture position: " + record.topic() + "-" + record.partition() + "@" + record.offset(),
                    e);
        }
    }
}

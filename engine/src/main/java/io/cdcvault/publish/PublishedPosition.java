package io.cdcvault.publish;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.HeldBack;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
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
    private final Time time;

    public PublishedPosition(KafkaClients clients, TopicNames names, Time time) {
        this.time = time;
        this.clients = clients;
        this.names = names;
    }

    /**
     * The last committed position; empty when nothing was published or there is no such topic. It is in the first
     * partition, or, where an earlier version wrote it, in whichever Kafka chose. What other programs wrote there is
     * passed over, copies of earlier positions included.
     *
     * @throws CdcVaultException when the topic holds records, and none of them is a position
     */
    public Optional<CapturePosition> read() {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("position")) {
            return consumer.listTopics().getOrDefault(names.position(), List.of()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .flatMap(partition -> read(consumer, partition).stream())
                    .max(NewestPosition.IN_ORDER)
                    .map(NewestPosition.Published::position);
        } catch (KafkaException e) {
            throw KafkaFailures.failure(FailureKind.KAFKA_UNREACHABLE, "read " + names.position(), e);
        }
    }

    /**
     * Whether the last position can be read, once our own producer has nothing open.
     *
     * @throws CdcVaultException when a transaction of another program is open on the topic
     */
    public void requireReadable() {
        TopicPartition partition = new TopicPartition(names.position(), TopicNames.ORDERED);
        try (Admin admin = clients.admin()) {
            HeldBack.find(admin, partition, clients.transactionalId()).ifPresent(held -> {
                throw new CdcVaultException(
                        FailureKind.KAFKA_FAILED, held.what() + ". " + held.todo(clients.commands()));
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaFailures.failure("read " + names.position(), e);
        }
    }

    private Optional<NewestPosition.Published> read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long nearEnd = Math.max(beginning, end - NEAR_END);
        NewestPosition newest = newest(consumer, partition, nearEnd, end);
        if (nearEnd > beginning && newest.isAmongOthers()) {
            newest = newest(consumer, partition, beginning, end);
        }
        return newest.orRefuse();
    }

    private NewestPosition newest(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end) {
        consumer.seek(partition, begin);
        Deadline patienceEnds = time.deadline(PATIENCE);
        NewestPosition newest = new NewestPosition();
        while (consumer.position(partition) < end) {
            consumer.poll(Duration.ofMillis(200)).forEach(newest::add);
            if (patienceEnds.isPast()) {
                throw new CdcVaultException(
                        FailureKind.KAFKA_FAILED, "Reading " + partition + " to its end took over " + PATIENCE);
            }
        }
        return newest;
    }
}

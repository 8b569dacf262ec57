package io.cdcvault.publish;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds records of the service in partitions of the transaction topic that no loader reads. The first version let Kafka
 * choose the partition, so transactions ended unread once the topic had several.
 */
public final class TransactionPartitions {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final TopicNames names;
    private final Time time;

    public TransactionPartitions(KafkaClients clients, TopicNames names, Time time) {
        this.time = time;
        this.clients = clients;
        this.names = names;
    }

    /**
     * Partitions without such records are harmless.
     *
     * @throws CdcVaultException when loaders would miss transactions
     */
    public void requireAllRead() {
        List<TopicPartition> unread = unread();
        if (!unread.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.TOPICS_MISPLACED,
                    unread.stream().map(TopicPartition::toString).collect(Collectors.joining(", "))
                            + " holds transactions, and loaders read only " + names.transactionPartition());
        }
    }

    /** The partitions that hold records of the service and are not read; none when there is no such topic. */
    public List<TopicPartition> unread() {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("partitions")) {
            return consumer.listTopics().getOrDefault(names.transactions(), List.of()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> !partition.equals(names.transactionPartition()))
                    .sorted((one, other) -> one.partition() - other.partition())
                    .filter(partition -> holdsOurs(consumer, partition))
                    .toList();
        } catch (KafkaException e) {
            throw KafkaFailures.failure("read " + names.transactions(), e);
        }
    }

    private static boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        try {
            return RecordHeaders.stampIfAny(record.headers()).isPresent()
                    && RecordHeaders.kind(record.headers()).endsTransaction();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean holdsOurs(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        List<TopicPartition> only = List.of(partition);
        Map<TopicPartition, Long> ends = consumer.endOffsets(only);
        consumer.assign(only);
        consumer.seekToBeginning(only);
        Deadline patienceEnds = time.deadline(PATIENCE);
        while (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
            boolean found = StreamSupport.stream(
                            consumer.poll(Duration.ofMillis(200)).spliterator(), false)
                    .anyMatch(record -> isOurs(record));
            if (found) {
                return true;
            }
            if (patienceEnds.isPast()) {
                throw new CdcVaultException(
                        FailureKind.KAFKA_FAILED, "Reading " + partition + " to its end took over " + PATIENCE);
            }
        }
        return false;
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionStamp;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.kafka.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Finds the first transaction that a loader has still to apply. */
public final class PendingTransaction {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final TopicNames names;

    public PendingTransaction(KafkaClients clients, TopicNames names) {
        this.clients = clients;
        this.names = names;
    }

    /**
     * Empty when there is none, or it does not come in time.
     *
     * @param resumeFrom of the loader's last checkpoint; empty before the first
     */
    public Optional<TransactionStamp> after(Optional<String> resumeFrom) {
        TopicPartition partition = names.transactionPartition();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("pending")) {
            consumer.assign(List.of(partition));
            long beginning =
                    consumer.beginningOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            long next = resumeFrom
                    .map(FeedOffsets::parse)
                    .map(offsets -> offsets.of(partition, beginning))
                    .orElse(beginning);
            consumer.seek(partition, Math.max(beginning, next));
            return consumer.poll(PATIENCE).records(partition).stream()
                    .flatMap(record -> RecordHeaders.stampIfAny(record.headers()).stream())
                    .findFirst();
        } catch (KafkaException e) {
            throw KafkaFailures.failure("read " + partition, e);
        }
    }
}

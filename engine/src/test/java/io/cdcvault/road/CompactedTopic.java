package io.cdcvault.road;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A compacted topic whose cleaner comes within seconds, and not after days as the service has set. */
final class CompactedTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> ends;

    CompactedTopic(LocalStack stack, String topic) {
        Map<String, Object> servers = Map.of("bootstrap.servers", stack.broker().bootstrapServers());
        try (Admin admin = Admin.create(servers)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            HURRIED,
                            new ConfigResource(ConfigResource.Type.BROKER, ""),
                            List.of(set("log.cleaner.backoff.ms", "500"))))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka refuses", e);
        }
        Map<String, Object> properties = new HashMap<>(servers);
        properties.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        ends = consumer.endOffsets(partitions);
    }

    /** What writes once more, so that the segment before is closed. */
    interface Writing {
        void run() throws SQLException;
    }

    private static final Collection<AlterConfigOp> HURRIED = List.of(
            set("min.compaction.lag.ms", "0"), set("min.cleanable.dirty.ratio", "0.001"), set("segment.ms", "500"));

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    /** Waits until records are gone that were written after this was made. */
    void awaitCleaned(Writing writing) {
        Await.until("the cleaner has come", PATIENCE, () -> {
            write(writing);
            return isCleaned();
        });
    }

    private boolean isCleaned() {
        ends.forEach(consumer::seek);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(2))) {
            // The first that is left; a marker of Kafka's transactions takes an offset before it.
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            return record.offset() > ends.getOrDefault(partition, 0L) + 2;
        }
        return false;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

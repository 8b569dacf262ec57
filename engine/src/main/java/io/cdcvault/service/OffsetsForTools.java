package io.cdcvault.service;

import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits to the brokers now and then how far the loader has come, so that Kafka's tools show its lag. The service
 * never reads it back: its position is in the warehouse, with the rows.
 */
final class OffsetsForTools implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetsForTools.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final Admin admin;
    private Map<TopicPartition, Long> committed = Map.of();
    private final Time time;
    private Deadline rest;

    OffsetsForTools(KafkaClients clients, Time time) {
        this.time = time;
        this.rest = time.deadline(Duration.ZERO);
        this.clients = clients;
        this.admin = clients.admin();
    }

    /**
     * Does not wait for the brokers.
     *
     * @param now up to where everything is loaded
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A failure is logged where it comes in.
    void see(Map<TopicPartition, Long> now) {
        if (!rest.isPast()) {
            return;
        }
        rest = time.deadline(BETWEEN);
        if (!now.equals(committed)) {
            committed = now;
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            now.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
            admin.alterConsumerGroupOffsets(clients.groupId(), offsets).all().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.debug("The offsets were not committed to the brokers", failure);
                }
            });
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}

package io.cdcvault.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What hubs and links that two sources feed are to hold, from the records themselves: of each key the sighting of the
 * least load date, and of these that of the least record source. Each row as its key, load date and record source.
 */
record SharedSightings(List<String> customers, List<String> advisors, List<String> links) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> TOPICS = Map.of(
            "crm.public.customers", "CRM of the company",
            "shop.public.customers", "shop",
            "shop.public.orders", "shop");

    static SharedSightings read(String bootstrapServers) throws IOException {
        Sightings customers = new Sightings();
        Sightings advisors = new Sightings();
        Sightings links = new Sightings();
        for (Map.Entry<String, String> topic : TOPICS.entrySet()) {
            for (ConsumerRecord<byte[], byte[]> record : records(bootstrapServers, topic.getKey())) {
                JsonNode row = JSON.readTree(record.value()).path("after");
                if (row.isObject()) {
                    long loadDate = Long.parseLong(new String(
                            Objects.requireNonNull(record.headers().lastHeader("cdc-vault-load-date"))
                                    .value(),
                            StandardCharsets.UTF_8));
                    Sighting sighting = new Sighting(loadDate, topic.getValue());
                    String customer = row.path("customer_no").asText();
                    customers.add(customer, sighting);
                    if (row.has("advisor")) {
                        advisors.add(row.path("advisor").asText(), sighting);
                        links.add(customer + "/" + row.path("advisor").asText(), sighting);
                    }
                }
            }
        }
        return new SharedSightings(customers.rows(), advisors.rows(), links.rows());
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String bootstrapServers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    private record Sighting(long loadDate, String source) {

        boolean isBefore(Sighting other) {
            return loadDate == other.loadDate ? source.compareTo(other.source) < 0 : loadDate < other.loadDate;
        }
    }

    private static final class Sightings {

        private final Map<String, Sighting> least = new TreeMap<>();

        void add(String key, Sighting sighting) {
            least.merge(key, sighting, (one, other) -> other.isBefore(one) ? other : one);
        }

        List<String> rows() {
            return least.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + text(entry.getValue().loadDate()) + " "
                            + entry.getValue().source())
                    .toList();
        }

        /** As PostgreSQL writes it in UTC. */
        private static String text(long micros) {
            Instant instant = Instant.EPOCH.plus(Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1000));
            return new DateTimeFormatterBuilder()
                            .appendPattern("yyyy-MM-dd HH:mm:ss")
                            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
                            .toFormatter()
                            .format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC))
                    + "+00";
        }
    }
}

package io.cdcvault.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The metrics of Kafka's own clients; of a client made again, the new one's. Thread-safe. */
public final class ClientMeters {

    /** Others are opened for a look and closed again. */
    private static final Set<String> LASTING = Set.of("publisher", "loader");

    private final MeterRegistry registry;
    private final Map<String, KafkaClientMetrics> byRole = new ConcurrentHashMap<>();

    public ClientMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void countForeign(String topic) {
        Counter.builder("cdc_vault.records.foreign")
                .description("Records that other programs wrote to our topics and that were skipped")
                .tag("topic", topic)
                .register(registry)
                .increment();
    }

    void bind(String role, Producer<?, ?> producer) {
        bind(role, new KafkaClientMetrics(producer));
    }

    void bind(String role, Consumer<?, ?> consumer) {
        if (LASTING.contains(role)) {
            bind(role, new KafkaClientMetrics(consumer));
        }
    }

    private void bind(String role, KafkaClientMetrics client) {
        byRole.compute(role, (same, before) -> {
            if (before != null) {
                before.close();
            }
            client.bindTo(registry);
            return client;
        });
    }
}

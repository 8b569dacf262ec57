package io.cdcvault.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A topic as the service creates it when it is missing.
 *
 * @param replicas empty for the broker's own default
 * @param settings of the topic, by Kafka's names
 */
public record WantedTopic(String name, int partitions, Optional<Short> replicas, Map<String, String> settings) {

    public WantedTopic {
        settings = Map.copyOf(new TreeMap<>(settings));
    }
}

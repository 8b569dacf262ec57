package io.cdcvault.doctor.kafka;

import java.util.Map;
import java.util.Set;

/**
 * A topic's present state.
 *
 * @param replicas of the partition that has the fewest
 * @param inSync of the partition that has the fewest
 * @param allowed operations, by Kafka's names
 * @param settings by Kafka's names
 */
record ExaminedTopic(
        String name, int partitions, int replicas, int inSync, Set<String> allowed, Map<String, String> settings) {

    ExaminedTopic {
        allowed = Set.copyOf(allowed);
        settings = Map.copyOf(settings);
    }

    String setting(String key) {
        return settings.getOrDefault(key, "");
    }

    long number(String key) {
        String value = setting(key);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }
}

package io.cdcvault.feed.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The next offset to read of each partition, as the JSON that the feed position holds. */
record FeedOffsets(Map<String, Long> next) {

    static final FeedOffsets NONE = new FeedOffsets(Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    FeedOffsets {
        next = Collections.unmodifiableMap(new TreeMap<>(next));
    }

    static FeedOffsets parse(String json) {
        try {
            return new FeedOffsets(JSON.readValue(json, new TypeReference<Map<String, Long>>() {}));
        } catch (JsonProcessingException e) {
            throw new CdcVaultException(FailureKind.CHANGE_UNREADABLE, "Not a feed position: " + json, e);
        }
    }

    /** @param otherwise for a partition that was never read */
    long of(TopicPartition partition, long otherwise) {
        return next.getOrDefault(partition.toString(), otherwise);
    }

    /** Whether the partition was not read until now, while others were. */
    boolean isNewcomer(TopicPartition partition) {
        return !next.isEmpty() && !next.containsKey(partition.toString());
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(next);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of numbers is always JSON", e);
        }
    }
}

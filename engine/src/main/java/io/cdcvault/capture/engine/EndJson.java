package io.cdcvault.capture.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.LoadDate;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ENDs of what is no transaction of the source, in the form that the connector gives to those that are. */
final class EndJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EndJson() {}

    static byte[] key(String id) {
        return json(Map.of("id", id));
    }

    /** @param counts rows by {@code schema.table} */
    static byte[] value(String id, Map<String, Long> counts, LoadDate committed) {
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("status", "END");
        end.put("id", id);
        end.put(
                "event_count",
                counts.values().stream().mapToLong(Long::longValue).sum());
        end.put(
                "data_collections",
                counts.entrySet().stream().map(EndJson::collection).toList());
        end.put("ts_ms", committed.micros() / 1000);
        return json(end);
    }

    private static Map<String, Object> collection(Map.Entry<String, Long> count) {
        Map<String, Object> collection = new LinkedHashMap<>();
        collection.put("data_collection", count.getKey());
        collection.put("event_count", count.getValue());
        return collection;
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new CdcVaultException(FailureKind.DEFECT, "Cannot write transaction metadata as JSON", e);
        }
    }
}

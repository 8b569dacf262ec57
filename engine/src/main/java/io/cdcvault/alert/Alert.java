package io.cdcvault.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Something that an operator should hear of. */
record Alert(Kind kind, String installation, Instant at, List<String> reasons) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What has happened. */
    enum Kind {
        DEGRADED,
        DOWN,
        RECOVERED,
        SLOT_AT_RISK
    }

    Alert {
        reasons = List.copyOf(reasons);
    }

    /** The body that is sent; {@code text} is what chat programs show. */
    String json() {
        Map<String, Object> body = new LinkedHashMap<>();
        String event = kind.name().toLowerCase(Locale.ROOT);
        body.put(
                "text",
                "cdc-vault " + installation + ": " + event.replace('_', ' ')
                        + (reasons.isEmpty() ? "" : ". " + String.join("; ", reasons)));
        body.put("installation", installation);
        body.put("event", event);
        body.put("at", at.toString());
        body.put("reasons", reasons);
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and lists are always JSON", e);
        }
    }
}

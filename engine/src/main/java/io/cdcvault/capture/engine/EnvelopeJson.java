package io.cdcvault.capture.engine;

import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's keys and envelopes as JSON, with or without Connect's schemas beside them. */
final class EnvelopeJson {

    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();

    EnvelopeJson(boolean withSchemas) {
        Map<String, Object> options = Map.of(
                "schemas.enable",
                withSchemas,
                "schemas.cache.size",
                1000,
                // A column that is NULL is NULL, also with a default.
                "replace.null.with.default",
                false);
        keys.configure(options, true);
        values.configure(options, false);
    }

    byte @Nullable [] key(SourceRecord record) {
        return record.key() == null ? null : keys.fromConnectData(record.topic(), record.keySchema(), record.key());
    }

    byte @Nullable [] value(SourceRecord record) {
        return record.value() == null
                ? null
                : values.fromConnectData(record.topic(), record.valueSchema(), record.value());
    }
}

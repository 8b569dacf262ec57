package io.cdcvault.capture.engine;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's keys and envelopes as JSON, with or without Connect's schemas beside them. Thread-safe: an envelope may be
 * written late, by the thread that sets its change aside.
 */
final class EnvelopeJson {

    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final StructJson structs = new StructJson();
    private final boolean withSchemas;

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
        this.withSchemas = withSchemas;
    }

    byte @Nullable [] key(SourceRecord record) {
        return record.key() == null ? null : json(keys, record.topic(), record.keySchema(), record.key());
    }

    /** @param value not null */
    byte[] value(String topic, @Nullable Schema schema, Object value) {
        return json(values, topic, schema, value);
    }

    private synchronized byte[] json(JsonConverter converter, String topic, @Nullable Schema schema, Object value) {
        Optional<byte[]> plain = withSchemas ? Optional.empty() : structs.write(schema, value);
        return plain.orElseGet(() -> converter.fromConnectData(topic, schema, value));
    }
}

package io.cdcvault.capture.engine;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's keys and envelopes as JSON, with or without Connect's schemas beside them. Used by one thread. */
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
        return json(keys, record.topic(), record.keySchema(), record.key());
    }

    byte @Nullable [] value(SourceRecord record) {
        return json(values, record.topic(), record.valueSchema(), record.value());
    }

    private byte @Nullable [] json(
            JsonConverter converter, String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        Optional<byte[]> plain = withSchemas ? Optional.empty() : structs.write(schema, value);
        return plain.orElseGet(() -> converter.fromConnectData(topic, schema, value));
    }
}

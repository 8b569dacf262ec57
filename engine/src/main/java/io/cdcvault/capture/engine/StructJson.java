package io.cdcvault.capture.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Connect's values as JSON: the same bytes as Connect's converter writes without schemas, as a stream instead of a tree
 * for each row. Of structs, arrays, numbers, booleans and text only. Used by one thread.
 */
final class StructJson {

    /** More than are in use; with it, those of tables that were altered are forgotten. */
    private static final int MOST_SCHEMAS = 10_000;

    /** Connect's own logical types, which its converter writes in ways of their own. */
    private static final String LOGICAL = "org.apache.kafka.connect.data.";

    private static final int USUAL_SIZE = 2_048;

    private final JsonFactory factory = new JsonFactory();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    /** By identity: comparing schemas would take longer than writing a row. Empty for those that cannot be written. */
    private final IdentityHashMap<Schema, Optional<ValueWriter>> writers = new IdentityHashMap<>();

    private interface ValueWriter {
        void write(JsonGenerator json, Object value) throws IOException;
    }

    /** Empty when the schema has a type of another kind. */
    Optional<byte[]> write(@Nullable Schema schema, Object value) {
        Optional<ValueWriter> writer = schema == null ? Optional.empty() : writer(schema);
        return writer.map(known -> write(known, value));
    }

    private byte[] write(ValueWriter writer, Object value) {
        bytes.reset();
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            writer.write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Optional<ValueWriter> writer(Schema schema) {
        Optional<ValueWriter> known = writers.get(schema);
        if (known == null) {
            if (writers.size() >= MOST_SCHEMAS) {
                writers.clear();
            }
            known = compile(schema);
            writers.put(schema, known);
        }
        return known;
    }

    private static Optional<ValueWriter> compile(Schema schema) {
        return schema.name() != null && schema.name().startsWith(LOGICAL)
                ? Optional.empty()
                : switch (schema.type()) {
                    case BOOLEAN -> Optional.of((json, value) -> json.writeBoolean((Boolean) value));
                    case INT8, INT16, INT32 ->
                        Optional.of((json, value) -> json.writeNumber(((Number) value).intValue()));
                    case INT64 -> Optional.of((json, value) -> json.writeNumber((Long) value));
                    case FLOAT32 -> Optional.of((json, value) -> json.writeNumber((Float) value));
                    case FLOAT64 -> Optional.of((json, value) -> json.writeNumber((Double) value));
                    case STRING -> Optional.of((json, value) -> json.writeString(value.toString()));
                    case ARRAY -> compile(schema.valueSchema()).map(each -> array(each, schema.valueSchema()));
                    case STRUCT -> struct(schema);
                    case BYTES, MAP -> Optional.empty();
                };
    }

    private static ValueWriter array(ValueWriter each, Schema schema) {
        return (json, value) -> {
            json.writeStartArray();
            for (Object element : (List<?>) value) {
                write(json, each, schema, element);
            }
            json.writeEndArray();
        };
    }

    /** A field's name is made into bytes once for each schema. */
    private record FieldWriter(SerializedString name, Field field, boolean hasDefault, ValueWriter writer) {

        FieldWriter(Field field, ValueWriter writer) {
            this(new SerializedString(field.name()), field, field.schema().defaultValue() != null, writer);
        }

        /** A column that is NULL is NULL, also with a default; asked for by field, the default stands for it. */
        @Nullable
        Object value(Struct struct) {
            return hasDefault ? struct.getWithoutDefault(field.name()) : struct.get(field);
        }
    }

    private static Optional<ValueWriter> struct(Schema schema) {
        List<FieldWriter> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            Optional<ValueWriter> writer = compile(field.schema());
            if (writer.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new FieldWriter(field, writer.get()));
        }
        return Optional.of((json, value) -> write(json, fields, (Struct) value));
    }

    private static void write(JsonGenerator json, List<FieldWriter> fields, Struct struct) throws IOException {
        json.writeStartObject();
        for (FieldWriter field : fields) {
            json.writeFieldName(field.name());
            write(json, field.writer(), field.field().schema(), field.value(struct));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ValueWriter writer, Schema schema, @Nullable Object value)
            throws IOException {
        if (value != null) {
            writer.write(json, value);
        } else if (schema.isOptional()) {
            json.writeNull();
        } else {
            throw new DataException("A field that is required has no value");
        }
    }
}

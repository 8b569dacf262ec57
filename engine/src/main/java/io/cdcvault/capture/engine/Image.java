package io.cdcvault.capture.engine;

import io.cdcvault.change.ColumnLayout;
import io.cdcvault.change.RowImage;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row's image in envelopes of one schema: each value as the text that its JSON has.
 *
 * @param field of the envelope
 */
record Image(Field field, List<Column> columns, ColumnLayout layout) {

    /** Connect's own logical types, which its converter writes in ways of their own. */
    private static final String LOGICAL = "org.apache.kafka.connect.data.";

    /** What JSON puts around a name and a value. */
    private static final int QUOTES = 6;

    private static final int DIGITS = 8;

    /** @param hasDefault then the value is to be asked for by name: asked for by field, a default stands for a null */
    private record Column(Field field, boolean hasDefault, boolean isRequired) {

        @Nullable
        Object value(Struct row) {
            return hasDefault ? row.getWithoutDefault(field.name()) : row.get(field);
        }
    }

    /** Empty when there is no such field, or when it has columns whose values are no scalars. */
    static Optional<Image> of(@Nullable Field field) {
        if (field == null || field.schema().type() != Schema.Type.STRUCT) {
            return Optional.empty();
        }
        List<Field> fields = field.schema().fields();
        if (!fields.stream().allMatch(column -> isScalar(column.schema()))) {
            return Optional.empty();
        }
        List<Column> columns = fields.stream()
                .map(column -> new Column(
                        column,
                        column.schema().defaultValue() != null,
                        !column.schema().isOptional()))
                .toList();
        return Optional.of(new Image(
                field,
                columns,
                new ColumnLayout(fields.stream().map(Field::name).toList())));
    }

    private static boolean isScalar(Schema schema) {
        return switch (schema.type()) {
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, STRING ->
                schema.name() == null || !schema.name().startsWith(LOGICAL);
            case BYTES, ARRAY, MAP, STRUCT -> false;
        };
    }

    /** Empty when a value is missing that must be there: writing the JSON fails for it. */
    Optional<RowImage> read(Struct row) {
        @Nullable String[] texts = new String[columns.size()];
        for (int i = 0; i < texts.length; i++) {
            Column column = columns.get(i);
            Object value = column.value(row);
            if (value == null && column.isRequired()) {
                return Optional.empty();
            }
            // As a JSON generator writes numbers and booleans, too.
            texts[i] = value == null ? null : value.toString();
        }
        return Optional.of(layout.image(texts));
    }

    /** About as many bytes as its JSON has. */
    int size(Struct row) {
        long size = layout.nameChars() + (long) QUOTES * columns.size();
        for (Column column : columns) {
            size += column.value(row) instanceof String text ? text.length() : DIGITS;
        }
        return (int) Math.min(size, Integer.MAX_VALUE / 4);
    }
}

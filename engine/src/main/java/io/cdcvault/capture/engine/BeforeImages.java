package io.cdcvault.capture.engine;

import io.cdcvault.capture.text.ColumnConverter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of a {@code before} image what the write-ahead log did not hold. With any replica identity but full that
 * is all but the identifying columns, and the connector has nulls for the others.
 *
 * <p>The log itself decides, not the catalog, which may have changed since: identifying columns are never NULL, so an
 * image is partial when a column is null that cannot be, or when nothing but the record's key is not.
 */
final class BeforeImages {

    private static final String BEFORE = "before";

    private final Map<String, Reduction> reductions = new HashMap<>();

    /** The envelope's schema for images of these columns. */
    private record Reduction(Schema original, List<String> columns, Schema envelope) {

        boolean fits(Schema schema, List<String> kept) {
            return original == schema && columns.equals(kept);
        }
    }

    SourceRecord withoutUnlogged(SourceRecord record) {
        Struct before = before(record);
        if (before == null || !isPartial(before, record.keySchema())) {
            return record;
        }
        Struct envelope = reduced((Struct) record.value(), before, record.topic());
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                envelope.schema(),
                envelope,
                record.timestamp(),
                record.headers());
    }

    private static @Nullable Struct before(SourceRecord record) {
        return record.value() instanceof Struct value && value.schema().field(BEFORE) != null
                ? value.getStruct(BEFORE)
                : null;
    }

    private static boolean isPartial(Struct before, @Nullable Schema key) {
        boolean onlyTheKey = true;
        for (Field column : before.schema().fields()) {
            boolean isNull = before.getWithoutDefault(column.name()) == null;
            if (isNull && !isNullable(column)) {
                return true;
            }
            onlyTheKey &= isNull || (key != null && key.field(column.name()) != null);
        }
        return onlyTheKey;
    }

    private static boolean isNullable(Field column) {
        Map<String, String> parameters = column.schema().parameters();
        return parameters == null || !"false".equals(parameters.get(ColumnConverter.NULLABLE));
    }

    private Struct reduced(Struct value, Struct before, String topic) {
        List<String> kept = before.schema().fields().stream()
                .map(Field::name)
                .filter(column -> before.getWithoutDefault(column) != null)
                .toList();
        Reduction reduction = reductions.get(topic);
        if (reduction == null || !reduction.fits(value.schema(), kept)) {
            reduction = new Reduction(value.schema(), kept, envelope(value.schema(), kept));
            reductions.put(topic, reduction);
        }
        return filled(reduction, value, before);
    }

    private static Struct filled(Reduction reduction, Struct value, Struct before) {
        Struct envelope = new Struct(reduction.envelope());
        for (Field field : reduction.envelope().fields()) {
            if (!field.name().equals(BEFORE)) {
                envelope.put(field, value.getWithoutDefault(field.name()));
            }
        }
        Struct image = new Struct(reduction.envelope().field(BEFORE).schema());
        reduction.columns().forEach(column -> image.put(column, before.getWithoutDefault(column)));
        return envelope.put(BEFORE, image);
    }

    private static Schema envelope(Schema original, List<String> kept) {
        Schema row = original.field(BEFORE).schema();
        SchemaBuilder image = SchemaBuilder.struct().name(row.name()).optional();
        kept.forEach(column -> image.field(column, row.field(column).schema()));
        SchemaBuilder envelope = SchemaBuilder.struct().name(original.name()).version(original.version());
        original.fields()
                .forEach(field ->
                        envelope.field(field.name(), field.name().equals(BEFORE) ? image.build() : field.schema()));
        return envelope.build();
    }
}

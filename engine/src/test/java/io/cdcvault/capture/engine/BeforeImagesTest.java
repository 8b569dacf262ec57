package io.cdcvault.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.capture.text.ColumnConverter;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BeforeImagesTest {

    private static final Schema KEY =
            SchemaBuilder.struct().field("id", column(false)).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", column(false))
            .field("code", column(false))
            .field("note", column(true))
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final BeforeImages images = new BeforeImages();

    @Test
    void columnThatCannotBeNullAndIsWasNotInTheLog() {
        Struct envelope = withoutUnlogged(row("1", null, null));

        assertThat(envelope.getStruct("before").schema().fields()).hasSize(1);
        assertThat(envelope.getStruct("before").get("id")).isEqualTo("1");
        assertThat(envelope.get("op")).isEqualTo("d");
    }

    @Test
    void identifyingColumnsOfAnIndexAreKeptInPlaceOfThePrimaryKey() {
        assertThat(withoutUnlogged(row(null, "a", null))
                        .getStruct("before")
                        .schema()
                        .fields())
                .extracting("name")
                .containsExactly("code");
    }

    @Test
    void fullImageKeepsItsNulls() {
        assertThat(withoutUnlogged(row("1", "a", null))
                        .getStruct("before")
                        .schema()
                        .field("note"))
                .isNotNull();
    }

    @Test
    void recordWithoutBeforeIsLeftAlone() {
        SourceRecord record = record(null);

        assertThat(images.withoutUnlogged(record)).isSameAs(record);
    }

    private Struct withoutUnlogged(Struct before) {
        return (Struct) images.withoutUnlogged(record(before)).value();
    }

    private static SourceRecord record(@Nullable Struct before) {
        Struct value = new Struct(ENVELOPE).put("before", before).put("op", "d");
        return new SourceRecord(Map.of(), Map.of(), "topic", KEY, new Struct(KEY).put("id", "1"), ENVELOPE, value);
    }

    private static Struct row(@Nullable String id, @Nullable String code, @Nullable String note) {
        return new Struct(ROW).put("id", id).put("code", code).put("note", note);
    }

    private static Schema column(boolean isNullable) {
        return SchemaBuilder.string()
                .optional()
                .parameter(ColumnConverter.NULLABLE, Boolean.toString(isNullable))
                .build();
    }
}

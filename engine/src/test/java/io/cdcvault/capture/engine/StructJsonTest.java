package io.cdcvault.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connect's own converter is the measure. */
final class StructJsonTest {

    private static final Schema POINT = SchemaBuilder.struct()
            .optional()
            .field("x", Schema.FLOAT64_SCHEMA)
            .field("label", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final Schema ROW = SchemaBuilder.struct()
            .name("row")
            .field("truth", Schema.BOOLEAN_SCHEMA)
            .field("tiny", Schema.INT8_SCHEMA)
            .field("small", Schema.INT16_SCHEMA)
            .field("whole", Schema.INT32_SCHEMA)
            .field("big", Schema.INT64_SCHEMA)
            .field("real", Schema.FLOAT32_SCHEMA)
            .field("double", Schema.FLOAT64_SCHEMA)
            .field("a \"quoted\" näme\n", Schema.STRING_SCHEMA)
            .field("point", POINT)
            .field("points", SchemaBuilder.array(POINT).optional().build())
            .field(
                    "preset",
                    SchemaBuilder.string().optional().defaultValue("preset").build())
            .build();

    private final StructJson json = new StructJson();
    private final JsonConverter converter = converter();

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "\"\\/\b\f\n\r\t", "\u0000\u001f\u007f\u0080\u2028", "žluťoučký 東京 😀", "</script>"
            })
    void textIsWrittenAsConnectWritesIt(String text) {
        Struct row = row().put("a \"quoted\" näme\n", text);

        assertThat(written(ROW, row)).isEqualTo(byConnect(ROW, row));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                0.1,
                1e300,
                Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void numbersAreWrittenAsConnectWritesThem(double number) {
        Struct row = row().put("double", number).put("real", (float) number);

        assertThat(written(ROW, row)).isEqualTo(byConnect(ROW, row));
    }

    @Test
    void nestedValuesAreWrittenAsConnectWritesThem() {
        Struct point = new Struct(POINT).put("x", 1.5).put("label", "one");
        Struct row = row().put("point", point).put("points", Arrays.asList(point, null));

        assertThat(written(ROW, row)).isEqualTo(byConnect(ROW, row));
        assertThat(written(ROW, row.put("points", List.of()))).isEqualTo(byConnect(ROW, row));
    }

    @Test
    void nullIsNullAlsoWithADefault() {
        Struct row = row().put("preset", null);

        assertThat(written(ROW, row)).isEqualTo(byConnect(ROW, row)).endsWith("\"preset\":null}");
    }

    @Test
    void requiredFieldWithoutAValueIsRefused() {
        Struct row = new Struct(ROW);

        assertThatThrownBy(() -> json.write(ROW, row)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> byConnect(ROW, row)).isInstanceOf(DataException.class);
    }

    @Test
    void schemasOfOtherTypesAreLeftToConnect() {
        assertThat(json.write(Schema.BYTES_SCHEMA, new byte[0])).isEmpty();
        assertThat(json.write(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build(),
                        Map.of()))
                .isEmpty();
        Schema priced = SchemaBuilder.struct().field("price", Decimal.schema(2)).build();
        assertThat(json.write(priced, new Struct(priced))).isEmpty();
        assertThat(json.write(null, "without a schema")).isEmpty();
    }

    private static Struct row() {
        return new Struct(ROW)
                .put("truth", true)
                .put("tiny", (byte) -128)
                .put("small", (short) 32_767)
                .put("whole", Integer.MIN_VALUE)
                .put("big", Long.MAX_VALUE)
                .put("real", 0.1f)
                .put("double", 0.1)
                .put("a \"quoted\" näme\n", "text");
    }

    private String written(Schema schema, Struct value) {
        return new String(json.write(schema, value).orElseThrow(), StandardCharsets.UTF_8);
    }

    private String byConnect(Schema schema, Struct value) {
        return new String(converter.fromConnectData("topic", schema, value), StandardCharsets.UTF_8);
    }

    private static JsonConverter converter() {
        JsonConverter made = new JsonConverter();
        made.configure(Map.of("schemas.enable", false, "replace.null.with.default", false), false);
        return made;
    }
}

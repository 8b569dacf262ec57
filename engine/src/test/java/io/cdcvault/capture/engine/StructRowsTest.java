package io.cdcvault.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.Envelope;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.EnvelopeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader of JSON makes of the written envelope is the measure. */
final class StructRowsTest {

    private static final TransactionStamp STAMP = new TransactionStamp(7, 70);
    private static final byte[] KEY = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "null",
            "\"\\/\b\f\n\r\t",
            "\u0000\u001f\u007f\u0080\u2028",
            "žluťoučký 東京 😀",
            RowImage.UNAVAILABLE,
            RowImage.TOO_LARGE,
            "{\"a\":[1,2.50]}",
            "-infinity");
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("version", Schema.STRING_SCHEMA)
            .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("schema", Schema.OPTIONAL_STRING_SCHEMA)
            .field("table", Schema.OPTIONAL_STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema TRANSACTION = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("total_order", Schema.INT64_SCHEMA)
            .build();
    private static final Schema POINT =
            SchemaBuilder.struct().optional().field("x", Schema.FLOAT64_SCHEMA).build();

    private final Random random = new Random(27);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowIsTheOneThatItsJsonShows(boolean withSchemas) throws IOException {
        CapturedEnvelopes envelopes = new CapturedEnvelopes(new EnvelopeJson(withSchemas));
        int readWithoutJson = 0;
        for (int table = 0; table < 100; table++) {
            Schema schema = envelope(row(), random.nextInt(10) > 0);
            for (int row = 0; row < 40; row++) {
                Envelope captured = captured(envelopes, envelope(schema, "cudrt".substring(row % 5, row % 5 + 1)));
                Origin origin = new Origin(random.nextInt(4) == 0 ? null : KEY, captured, new Place("test@", row));

                Optional<RowChange> direct = captured.row(origin, STAMP, Optional.of(new Lsn(3)));

                RowChange byJson = new EnvelopeReader().read(origin, STAMP, Optional.of(new Lsn(3)));
                assertThat(direct.orElse(byJson)).isEqualTo(byJson);
                assertThat(captured.size()).isBetween(0L, 10_000L);
                readWithoutJson += direct.isPresent() ? 1 : 0;
            }
        }
        assertThat(readWithoutJson).isGreaterThan(3_000);
    }

    @Test
    void valueThatIsNoScalarIsLeftToTheJson() {
        Schema schema =
                envelope(SchemaBuilder.struct().optional().field("point", POINT).build(), true);
        Struct value = envelope(schema, "c");

        assertThat(row(value, KEY)).isEmpty();
    }

    @Test
    void rowThatOnlyItsKeyShowsIsLeftToTheJson() {
        Schema schema = envelope(row(), true);
        Struct value = envelope(schema, "d").put("before", null).put("after", null);

        assertThat(row(value, KEY)).isEmpty();
        assertThat(row(value, null)).map(RowChange::image).contains(RowImage.NONE);
    }

    @Test
    void letterThatDebeziumDoesNotUseIsRefused() {
        Struct value = envelope(envelope(row(), true), "x");

        assertThatThrownBy(() -> row(value, KEY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void recordWithoutTableIsLeftToTheJson() {
        Schema schema = envelope(row(), true);
        Struct value = envelope(schema, "c");
        Objects.requireNonNull(value.getStruct("source")).put("table", null);

        assertThat(row(value, KEY)).isEmpty();
    }

    @Test
    void nullIsNullAlsoWithADefault() {
        Schema preset = SchemaBuilder.string().optional().defaultValue("preset").build();
        Schema row = SchemaBuilder.struct().optional().field("text", preset).build();
        Struct value = envelope(envelope(row, true), "c").put("after", new Struct(row));

        RowImage image = row(value, KEY).orElseThrow().image();

        assertThat(image.has("text")).isTrue();
        assertThat(image.text("text")).isNull();
    }

    private static Optional<RowChange> row(Struct value, byte @Nullable [] key) {
        Envelope captured = captured(new CapturedEnvelopes(new EnvelopeJson(false)), value);
        return captured.row(new Origin(key, captured, new Place("test@", 1)), STAMP, Optional.empty());
    }

    private static Envelope captured(CapturedEnvelopes envelopes, Struct value) {
        return Objects.requireNonNull(envelopes.envelope(
                new SourceRecord(Map.of(), Map.of(), "topic", null, null, null, value.schema(), value)));
    }

    /** Of columns in any number, order and of any type that the connector hands over. */
    private Schema row() {
        SchemaBuilder row = SchemaBuilder.struct().name("row").optional();
        for (int i = random.nextInt(8); i >= 0; i--) {
            SchemaBuilder column =
                    switch (random.nextInt(8)) {
                        case 0 -> SchemaBuilder.bool();
                        case 1 -> SchemaBuilder.int16();
                        case 2 -> SchemaBuilder.int32();
                        case 3 -> SchemaBuilder.int64();
                        case 4 -> SchemaBuilder.float32();
                        case 5 -> SchemaBuilder.float64();
                        case 6 -> SchemaBuilder.string().name("io.debezium.data.Json");
                        default ->
                            random.nextBoolean()
                                    ? SchemaBuilder.string()
                                    : SchemaBuilder.string().defaultValue("preset");
                    };
            row.field("column \"" + i + "\"", column.optional().build());
        }
        return row.build();
    }

    private static Schema envelope(Schema row, boolean hasTransaction) {
        SchemaBuilder envelope = SchemaBuilder.struct()
                .name("envelope")
                .field("before", row)
                .field("after", row)
                .field("source", SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA);
        return (hasTransaction ? envelope.field("transaction", TRANSACTION) : envelope).build();
    }

    private Struct envelope(Schema schema, String operation) {
        Struct source = new Struct(SOURCE)
                .put("version", "3")
                .put("schema", "public")
                .put("table", "t" + random.nextInt(3))
                .put("lsn", random.nextLong());
        Struct envelope = new Struct(schema)
                .put("source", source)
                .put("op", operation)
                .put("ts_ms", 5L)
                .put(
                        "before",
                        random.nextBoolean() ? image(schema.field("before").schema()) : null)
                .put("after", random.nextBoolean() ? image(schema.field("after").schema()) : null);
        if (schema.field("transaction") != null && random.nextInt(5) > 0) {
            envelope.put("transaction", new Struct(TRANSACTION).put("id", "1:2").put("total_order", random.nextLong()));
        }
        return envelope;
    }

    private Struct image(Schema row) {
        Struct image = new Struct(row);
        for (Field column : row.fields()) {
            image.put(column, random.nextInt(6) == 0 ? null : value(column.schema()));
        }
        return image;
    }

    private Object value(Schema schema) {
        return switch (schema.type()) {
            case BOOLEAN -> random.nextBoolean();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT32 -> random.nextInt(4) == 0 ? Float.NaN : Float.intBitsToFloat(random.nextInt());
            case FLOAT64 -> random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
            case STRUCT -> new Struct(schema).put("x", 1.5);
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }
}

package io.cdcvault.capture.text;

import io.cdcvault.change.RowImage;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.time.ZonedTimestamp;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How a column's values are written in an envelope, by PostgreSQL's number for the type. Types with a form of their own
 * are few; every other is {@link #TEXT}, what PostgreSQL itself writes.
 *
 * <p>All are optional, so that a value that the write-ahead log does not hold is absent and not made up.
 */
@SuppressWarnings("ImmutableEnumChecker") // Functions without a state, and an array that is never changed.
enum ColumnForm {
    BOOLEAN(SchemaBuilder::bool, raw -> raw instanceof Boolean truth ? truth : null, 16),
    SMALLINT(SchemaBuilder::int16, raw -> raw instanceof Number number ? number.shortValue() : null, 21),
    INTEGER(SchemaBuilder::int32, raw -> raw instanceof Number number ? number.intValue() : null, 23),
    BIGINT(SchemaBuilder::int64, raw -> raw instanceof Number number ? number.longValue() : null, 20, 26),
    REAL(SchemaBuilder::float32, raw -> raw instanceof Number number ? number.floatValue() : null, 700),
    DOUBLE(SchemaBuilder::float64, raw -> raw instanceof Number number ? number.doubleValue() : null, 701),
    /** Numeric and money, a decimal number without a currency. */
    DECIMAL(SchemaBuilder::string, ServerText::of, 1700, 790),
    CHARACTERS(SchemaBuilder::string, ServerText::of, 25, 1042, 1043),
    JSON(Json::builder, ServerText::of, 114, 3802),
    UUID(Uuid::builder, ServerText::of, 2950),
    DATE(SchemaBuilder::string, ServerText::of, 1082),
    TIMESTAMP(SchemaBuilder::string, raw -> Moments.iso(ServerText.of(raw)), 1114),
    TIMESTAMP_WITH_ZONE(ZonedTimestamp::builder, raw -> Moments.iso(ServerText.of(raw)), 1184),
    TEXT(SchemaBuilder::string, ServerText::of);

    /** The type of a column whose values are text. */
    static final int TEXT_TYPE = 25;

    private final Supplier<SchemaBuilder> schema;
    private final Function<Object, @Nullable Object> writer;
    private final int[] types;

    ColumnForm(Supplier<SchemaBuilder> schema, Function<Object, @Nullable Object> writer, int... types) {
        this.schema = schema;
        this.writer = writer;
        this.types = types;
    }

    /** @param type PostgreSQL's number for it; of a domain, for what it is based on */
    static ColumnForm of(int type) {
        return Arrays.stream(values())
                .filter(form -> Arrays.stream(form.types).anyMatch(each -> each == type))
                .findFirst()
                .orElse(TEXT);
    }

    SchemaBuilder schema() {
        return schema.get().optional();
    }

    /** @param raw what the connector read, from a snapshot's query or from the replication stream */
    @Nullable
    Object write(@Nullable Object raw) {
        if (raw == null) {
            return null;
        }
        // Only types of variable length are TOASTed, and all those are written as strings.
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(raw)
                ? RowImage.UNAVAILABLE
                : writer.apply(raw);
    }
}

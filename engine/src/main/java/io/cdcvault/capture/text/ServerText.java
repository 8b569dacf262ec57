package io.cdcvault.capture.text;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.HStoreConverter;
import org.postgresql.util.PGobject;

/** PostgreSQL's own text for a value, out of any object the driver or the decoder made of it. */
final class ServerText {

    private ServerText() {}

    static @Nullable String of(Object raw) {
        if (raw instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (raw instanceof PGobject object) {
            return object.getValue();
        }
        if (raw instanceof SQLXML xml) {
            return text(xml);
        }
        if (raw instanceof Map<?, ?> hstore) {
            return HStoreConverter.toString(hstore);
        }
        if (raw instanceof SpecialValueDecimal decimal) {
            return decimal.getDecimalValue()
                    .map(BigDecimal::toPlainString)
                    .orElseGet(() -> Double.toString(decimal.toDouble()));
        }
        return raw instanceof BigDecimal decimal ? decimal.toPlainString() : moment(raw);
    }

    /** The decoder has an object of its own for each infinity. */
    @SuppressWarnings("ReferenceEquality") // An ordinary timestamp of the year 294247 equals its infinity.
    private static String moment(Object raw) {
        if (raw == PostgresValueConverter.POSITIVE_INFINITY_INSTANT
                || raw == PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME
                || raw == PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE) {
            return "infinity";
        }
        if (raw == PostgresValueConverter.NEGATIVE_INFINITY_INSTANT
                || raw == PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME
                || raw == PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE) {
            return "-infinity";
        }
        if (raw instanceof LocalDate date) {
            return Moments.date(date);
        }
        if (raw instanceof Instant instant) {
            return Moments.timestamp(instant);
        }
        // Strings, numbers, UUIDs; an array's text is what the server sent.
        return raw instanceof OffsetDateTime time ? Moments.timestampWithZone(time.toInstant()) : raw.toString();
    }

    private static String text(SQLXML xml) {
        try {
            return xml.getString();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read an XML value that the driver had read", e);
        }
    }
}

package io.cdcvault.capture.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.RowImage;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.core.Oid;

final class ColumnFormTest {

    @Test
    void onlyTypesThatJsonKnowsAreNotText() {
        assertThat(ColumnForm.of(Oid.INT4).write(7)).isEqualTo(7);
        assertThat(ColumnForm.of(Oid.INT2).write(7)).isEqualTo((short) 7);
        assertThat(ColumnForm.of(Oid.OID).write(4_294_967_295L)).isEqualTo(4_294_967_295L);
        assertThat(ColumnForm.of(Oid.BOOL).write(true)).isEqualTo(true);
        assertThat(ColumnForm.of(Oid.TIMETZ)).isEqualTo(ColumnForm.TEXT);
        assertThat(ColumnForm.of(Oid.INT4_ARRAY)).isEqualTo(ColumnForm.TEXT);
        assertThat(ColumnForm.of(99_999)).isEqualTo(ColumnForm.TEXT);
    }

    @Test
    void decimalsKeepTheirDigitsAndTheirSpecialValues() {
        ColumnForm numeric = ColumnForm.of(Oid.NUMERIC);

        assertThat(numeric.write(new SpecialValueDecimal(new BigDecimal("1E-20"))))
                .isEqualTo("0.00000000000000000001");
        assertThat(numeric.write(new SpecialValueDecimal(new BigDecimal("1.500"))))
                .isEqualTo("1.500");
        assertThat(numeric.write(SpecialValueDecimal.NOT_A_NUMBER)).isEqualTo("NaN");
        assertThat(numeric.write(SpecialValueDecimal.NEGATIVE_INF)).isEqualTo("-Infinity");
    }

    @Test
    void infinityIsNotTheTimestampThatHasItsNumber() {
        Instant same = Instant.ofEpochSecond(
                PostgresValueConverter.POSITIVE_INFINITY_INSTANT.getEpochSecond(),
                PostgresValueConverter.POSITIVE_INFINITY_INSTANT.getNano());
        ColumnForm timestamp = ColumnForm.of(Oid.TIMESTAMP);

        assertThat(timestamp.write(PostgresValueConverter.POSITIVE_INFINITY_INSTANT))
                .isEqualTo("infinity");
        assertThat(timestamp.write(same)).asString().startsWith("294247-01-10 ");
        assertThat(ColumnForm.of(Oid.DATE).write(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE))
                .isEqualTo("-infinity");
    }

    @Test
    void whateverTheTypeAnUntouchedValueIsMarkedInOneWay() {
        assertThat(ColumnForm.TEXT.write(UnchangedToastedReplicationMessageColumn.UNCHANGED_INT_ARRAY_TOAST_VALUE))
                .isEqualTo(RowImage.UNAVAILABLE);
    }

    @Test
    void binaryAndHstoreAreWrittenAsTheServerReadsThem() {
        assertThat(ColumnForm.TEXT.write(new byte[] {0, (byte) 0xff})).isEqualTo("\\x00ff");
        assertThat(ColumnForm.TEXT.write(Map.of("a", "1"))).isEqualTo("\"a\"=>\"1\"");
    }
}

package io.cdcvault.load.staging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SilentLossTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "numeric(6,2)|1.25|false",
                "numeric(6,2)|1.255|true",
                "numeric(6)|1.5|true",
                "numeric(6)|NaN|false",
                "decimal(6,2)[]|{1.25,1.255}|true",
                "numeric(6,2)[]|{1.25,NULL}|false",
                "varchar(3)|abc|false",
                "varchar(3)|ab  |true",
                "varchar(3)|abcd|false",
                "character varying(3)|ab  |true",
                "date|2026-01-01|false",
                "date|0044-03-15 BC|false",
                "date|2026-01-01 10:00:00|true",
                "date|2026-01-01T10:00:00|true",
                "time|10:00:00|false",
                "time|2026-01-01T10:00:00|true",
                "timestamp|2026-01-01T10:00:00|false",
                "timestamp|2026-01-01T10:00:00Z|true",
                "timestamp(0)|2026-01-01T10:00:00.5|true",
                "timestamptz(0)|2026-01-01T10:00:00.5Z|true",
                "timestamptz(0)|2026-01-01T10:00:00Z|false",
                "time|10:00:00+02|true",
                "time|2026-01-01 10:00:00|true",
                "time(0)|10:00:00.5|true",
                "timestamp|2026-01-01 10:00:00|false",
                "timestamp|2026-01-01 10:00:00.123456|false",
                "timestamp|2026-01-01 10:00:00+00|true",
                "timestamp without time zone|2026-01-01 10:00:00-03|true",
                "timestamp(3)|2026-01-01 10:00:00.123|false",
                "timestamp(3)|2026-01-01 10:00:00.1234|true",
                "timestamptz(0)|2026-01-01 10:00:00.5+00|true",
                "timestamptz(0)|2026-01-01 10:00:00+00|false",
                "timestamp|infinity|false",
                "real|0.1|false",
                "real|3.4028235e+38|false",
                "real|1.17549435e-38|false",
                "real|16777216|false",
                "real|16777217|true",
                "real|0.123456789|true",
                "real|Infinity|false",
                "double precision|0.1|false",
                "double precision|1.7976931348623157e+308|false",
                "double precision|0.12345678901234567890|true",
            })
    void valuesThatWouldBeChangedAreFound(String type, String value, boolean isChanged) {
        SilentLoss loss = SilentLoss.of(type).orElseThrow();

        assertThat(loss.isChanged().test(value)).isEqualTo(isChanged);
        assertThat(loss.isLost().test(value)).isEqualTo(isChanged);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "numeric(6,2)|2.0000",
                "numeric(6)|10.00",
                "numeric(6,2)[]|{2.0000}",
                "date|2026-01-01 00:00:00",
                "date|2026-01-01T00:00:00",
            })
    void anotherTextOfTheSameValueIsNoLoss(String type, String value) {
        SilentLoss loss = SilentLoss.of(type).orElseThrow();

        assertThat(loss.isChanged().test(value)).isTrue();
        assertThat(loss.isLost().test(value)).isFalse();
    }

    /** They keep each value, or refuse it. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "varchar", "numeric", "integer", "timestamptz", "jsonb", "public.mood", "char(3)"})
    void otherTypesNeedNoLook(String type) {
        assertThat(SilentLoss.of(type)).isEmpty();
    }
}

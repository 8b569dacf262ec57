package io.cdcvault.capture.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MomentsTest {

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T23:59:59.5Z, 2024-02-29 23:59:59.5",
        "2024-01-01T00:00:00Z, 2024-01-01 00:00:00",
        "-0043-03-15T00:00:00.000001Z, 0044-03-15 00:00:00.000001 BC",
        "0000-12-31T00:00:00Z, 0001-12-31 00:00:00 BC",
        "+294276-12-31T23:59:59.999999Z, 294276-12-31 23:59:59.999999",
    })
    void timestampsAreWrittenAsTheServerWritesThem(Instant instant, String text) {
        assertThat(Moments.timestamp(instant)).isEqualTo(text);
    }

    @Test
    void datesAreWrittenAsTheServerWritesThem() {
        assertThat(Moments.date(LocalDate.of(-4712, 1, 1))).isEqualTo("4713-01-01 BC");
        assertThat(Moments.date(LocalDate.of(99, 1, 1))).isEqualTo("0099-01-01");
        assertThat(Moments.date(LocalDate.of(5_874_897, 12, 31))).isEqualTo("5874897-12-31");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01 10:00:00.5+00, 2024-01-01T10:00:00.5Z",
        "2024-01-01 10:00:00, 2024-01-01T10:00:00",
        "infinity, infinity",
        "0044-03-15 00:00:00+00 BC, 0044-03-15 00:00:00+00 BC",
        "294276-12-31 23:59:59+00, 294276-12-31 23:59:59+00",
    })
    void isoIsForYearsOfFourDigits(String text, String iso) {
        assertThat(Moments.iso(text)).isEqualTo(iso);
    }
}

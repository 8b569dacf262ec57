package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantitiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0 B", "1023|1023 B", "1024|1.0 kB", "80486|78.6 kB", "8604405800|8.0 GB"})
    void bytesUseTheLargestUnitThatFits(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0 s", "0.04|0.0 s", "59.4|59.4 s", "61|1 min 1 s", "7380|2 h 3 min", "90000000|1,041 d 16 h"})
    void secondsUseTwoUnitsAtMost(double seconds, String text) {
        assertThat(Quantities.seconds(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0.0/s", "99.94|99.9/s", "12345.6|12,346/s"})
    void ratesKeepADigitWhileItSaysSomething(double rate, String text) {
        assertThat(Quantities.perSecond(rate)).isEqualTo(text);
    }
}

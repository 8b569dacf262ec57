package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.failure.CdcVaultException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {

    @Test
    void firstLineNamesTheColumnsAndEachOtherHasAKey() {
        KeyFile file = KeyFile.parse("\uFEFForder_no,\"the \"\"line\"\"\"\r\n4711,1\r\n\r\n\" a,b\nc\",\"\"\n0815, 2");

        assertThat(file.columns()).containsExactly("order_no", "the \"line\"");
        assertThat(file.keys()).containsExactly(List.of("4711", "1"), List.of(" a,b\nc", ""), List.of("0815", " 2"));
    }

    @Test
    void columnsAloneAreNoKeys() {
        assertThat(KeyFile.parse("id\n").keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
            ''              ~ Line 1 of the keys: expected the names
            a,a|1,2         ~ Line 1 of the keys: names a column twice
            a,b|1,2|3       ~ Line 3 of the keys: expected a value for each of a, b, found 1
            a,b|1,2||3,4,5  ~ Line 4 of the keys: expected a value for each of a, b, found 3
            a,b|1,          ~ Line 2 of the keys: a value is missing
            a|"1            ~ Line 2 of the keys: lacks the end of a quoted value
            a|"1"2          ~ Line 2 of the keys: expected a comma after the quote
            a|1"            ~ Line 2 of the keys: a value that holds a quote stands in quotes
            """)
    void eachProblemIsNamedWithItsLine(String lines, String problem) {
        assertThatThrownBy(() -> KeyFile.parse(lines.replace('|', '\n')))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining(problem);
    }
}

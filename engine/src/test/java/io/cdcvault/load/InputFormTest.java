package io.cdcvault.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputFormTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text | a\\b | a\\b",
                "numeric(10,2) | 1.50 | 1.50",
                "bytea | deadbeef | \\xdeadbeef",
                "date | -0043-03-15Z | 0044-03-15Z BC",
                "timestamptz | -infinity | -infinity",
                "bit(8) | qg== | 10101010",
                "bit(1) | true | 1",
                "point | {\"x\":1.5,\"y\":2.0} | (1.5,2.0)",
                "box | 28312c31292c28302c3029 | (1,1),(0,0)",
                "integer[] | [1,null,2] | {\"1\",NULL,\"2\"}",
                "text[] | [\"a,b\",\"c\\\"d\"] | {\"a,b\",\"c\\\"d\"}",
                "integer[][] | [[1,2],[3,4]] | {{\"1\",\"2\"},{\"3\",\"4\"}}",
                "bytea[] | [\"dead\"] | {\"\\\\xdead\"}",
            })
    void envelopeTextBecomesServerInput(String type, String envelope, String input) {
        assertThat(InputForm.of(new InputForm.TypeText(type)).of(envelope)).isEqualTo(input);
    }
}

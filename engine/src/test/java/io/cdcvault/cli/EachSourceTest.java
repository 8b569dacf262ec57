package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command over several sources ends with. */
final class EachSourceTest {

    @ParameterizedTest
    @CsvSource({
        "verify, 0, 0, 0",
        "verify, 0, 3, 3",
        "verify, 3, 1, 1",
        "verify, 1, 3, 1",
        "verify, 3, 31, 31",
        "status, 1, 3, 3",
        "status, 3, 1, 3",
        "doctor, 0, 4, 4",
        "doctor, 4, 10, 10"
    })
    void exitCodeIsTheWorst(String command, int one, int other, int worse) {
        assertThat(EachSource.worse(command, one, other)).isEqualTo(worse);
    }
}

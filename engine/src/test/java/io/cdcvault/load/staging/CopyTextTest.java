package io.cdcvault.load.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CopyTextTest {

    private final CopyText text = new CopyText();

    @Test
    void whatCopyWouldReadOtherwiseIsEscaped() {
        text.column("a\tb\\c\nd\re").column(null).column("");
        text.endRow();
        text.column("").column("\\N").column("ü");
        text.endRow();

        assertThat(text).hasToString("a\\tb\\\\c\\nd\\re\t\\N\t\n\t\\\\N\tü\n");
    }

    @Test
    void lettersOfEveryLengthAreThoseOfUtf8() {
        // given values that are short, and ones that are longer than what is reserved
        Random random = new Random(7);
        for (int letters : new int[] {1, 7, 4_000, 9_000, 300_000}) {
            String value = random.ints(0x20, 0x20000)
                    .filter(point -> point != '\\' && Character.isDefined(point))
                    .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                    .limit(letters)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            // when
            text.clear();
            text.column(value).endRow();
            // then
            byte[] expected = value.getBytes(StandardCharsets.UTF_8);
            assertThat(text.bytes()).startsWith(expected);
            assertThat(text.length()).isEqualTo(expected.length + 1);
        }
    }

    @Test
    void halfASurrogatePairBecomesWhatTheServerRefuses() {
        text.column("a\uD83Db").column("\uDE00").column("\uD83D\uDE00");

        assertThat(text).hasToString("a\0b\t\0\t\uD83D\uDE00");
    }

    @Test
    void rowsAfterTheOnesThatWereSentBeginAtTheBeginning() {
        text.column("1").endRow();
        text.clear();
        text.column("2").column("3").endRow();

        assertThat(text).hasToString("2\t3\n");
    }
}

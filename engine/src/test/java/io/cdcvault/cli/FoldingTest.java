package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FoldingTest {

    @Test
    void namesAreNotBrokenAtTheirDots() {
        assertThat(folded("see public.tickets, please", 14)).containsExactly("see", "public.tickets", ", please");
        assertThat(folded("see public.tickets please", 14)).containsExactly("see", "public.tickets", "please");
    }

    @Test
    void wideCharactersCountAsTwo() {
        assertThat(folded("東京大阪", 4)).containsExactly("東京", "大阪");
    }

    @Test
    void aTextThatFitsIsALineAndAnEmptyOneToo() {
        assertThat(folded("a b", 3)).containsExactly("a b");
        assertThat(folded("", 3)).containsExactly("");
    }

    @Test
    void linesBehindTheFirstHangOnATerminalOnly() {
        assertThat(Terminal.NONE.withColumns(12).folded(2, "- one two three"))
                .containsExactly("  - one two", "    three");
        assertThat(Terminal.NONE.folded(2, "- one two three")).containsExactly("  - one two three");
    }

    private static List<String> folded(String text, int width) {
        return Folding.fold(Terminal.NONE.text(Terminal.Tone.PLAIN, text), width, width).stream()
                .map(Object::toString)
                .toList();
    }
}

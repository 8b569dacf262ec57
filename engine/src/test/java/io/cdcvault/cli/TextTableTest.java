package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.cli.Terminal.Tone;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    private static final Terminal COLOURED = new Terminal(true, true, 80);

    @Test
    void columnsAreAligned() {
        TextTable table = new TextTable(Terminal.NONE, Set.of(1));
        table.add("NAME", "ROWS");
        table.add("hub_ticket", "7");

        assertThat(table.lines()).containsExactly("  NAME        ROWS", "  hub_ticket     7");
    }

    @Test
    void aToneDoesNotCountAsWidth() {
        TextTable table = new TextTable(COLOURED, Set.of());
        table.addToned(0, Tone.GOOD, "up", "a");
        table.add("down", "b");

        assertThat(table.lines().stream().map(line -> line.replaceAll("\u001B\\[[0-9;]*m", "")))
                .containsExactly("  up    a", "  down  b");
        assertThat(table.lines().get(0)).contains("\u001B[32mup");
    }

    @Test
    void wideCharactersAreAligned() {
        TextTable table = new TextTable(COLOURED, Set.of());
        table.add("東京", "a");
        table.add("abcd", "b");

        assertThat(table.lines().get(0).replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo("  東京  a");
    }

    @Test
    void columnsWithoutRoomFollowUnderTheirRow() {
        TextTable table = new TextTable(Terminal.NONE.withColumns(30), Set.of());
        table.add("TABLE", "STATE", "NOTE");
        table.add("bookings", "streaming", "7 changes in 2 transactions");
        table.add("seats", "streaming", "");

        assertThat(table.lines())
                .containsExactly(
                        "  TABLE     STATE",
                        "      NOTE",
                        "  bookings  streaming",
                        "      7 changes in 2",
                        "      transactions",
                        "  seats     streaming");
    }

    @Test
    void theLastColumnIsBrokenBetweenWordsWhereItHasRoom() {
        TextTable table = new TextTable(Terminal.NONE.withColumns(40), Set.of());
        table.add("ID", "REASON");
        table.add("1", "public.tickets has no column that the model maps");

        assertThat(table.lines())
                .containsExactly("  ID  REASON", "  1   public.tickets has no column that", "      the model maps");
    }

    @Test
    void withoutATerminalARowIsALine() {
        TextTable table = new TextTable(Terminal.NONE, Set.of());
        table.add("1", "x".repeat(500), "y ".repeat(500));

        assertThat(table.lines()).hasSize(1);
    }

    @Test
    void wordsLongerThanTheTerminalLoseNothing() {
        TextTable table = new TextTable(Terminal.NONE.withColumns(30), Set.of());
        table.add("x".repeat(70));

        List<String> lines = table.lines();
        assertThat(lines).allMatch(line -> line.length() <= 30);
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo("x".repeat(70));
    }
}

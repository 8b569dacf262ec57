package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    @Test
    void columnsAreAligned() {
        TextTable table = new TextTable(Set.of(1));
        table.add("NAME", "ROWS");
        table.add("hub_ticket", "7");

        assertThat(table.lines()).containsExactly("  NAME        ROWS", "  hub_ticket     7");
    }

    @Test
    void aStyleDoesNotCountAsWidth() {
        TextTable table = new TextTable(Set.of());
        table.addStyled(0, text -> "<" + text + ">", "up", "a");
        table.add("down", "b");

        assertThat(table.lines()).containsExactly("  <up  >  a", "  down  b");
    }
}

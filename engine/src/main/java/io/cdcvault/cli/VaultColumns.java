package io.cdcvault.cli;

import io.cdcvault.status.LoadState;
import io.cdcvault.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The vault's tables and their rows, side by side. */
final class VaultColumns {

    private static final int MOST_COLUMNS = 3;

    private final Terminal terminal;

    VaultColumns(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> lines(Status status) {
        List<String> lines = new ArrayList<>();
        if (status.load().state() == LoadState.UNREACHABLE) {
            lines.add(terminal.toned(Terminal.Tone.STRONG, "vault: not known, as the warehouse does not answer"));
            return lines;
        }
        lines.addAll(summary(status));
        lines.addAll(table(List.copyOf(status.vault().entrySet())));
        return lines;
    }

    private List<String> summary(Status status) {
        long rows = status.vault().values().stream().mapToLong(Long::longValue).sum();
        String letters = status.deadLetters().isPresent()
                ? Quantities.count(status.deadLetters().getAsLong()) + " dead letters"
                : "dead letters not known";
        String vault = "vault: " + Quantities.count(rows) + " rows in "
                + Quantities.count(status.vault().size()) + " tables";
        long followed =
                status.followed().values().stream().mapToLong(Long::longValue).sum();
        return terminal.folded(
                Terminal.Tone.STRONG,
                vault,
                ", " + letters + (followed == 0 ? "" : ", " + Quantities.count(followed) + " changes followed"));
    }

    /** In as many columns as keep each row on a line. */
    private List<String> table(List<Map.Entry<String, Long>> tables) {
        List<String> lines = List.of();
        for (int columns = MOST_COLUMNS; columns > 0; columns--) {
            int height = (tables.size() + columns - 1) / columns;
            lines = table(tables, height).lines();
            if (lines.size() == height) {
                return lines;
            }
        }
        return lines;
    }

    private TextTable table(List<Map.Entry<String, Long>> tables, int height) {
        TextTable text = new TextTable(terminal, Set.of(1, 3, 5));
        for (int line = 0; line < height; line++) {
            List<String> cells = new ArrayList<>();
            for (int index = line; index < tables.size(); index += height) {
                cells.add(tables.get(index).getKey());
                cells.add(Quantities.count(tables.get(index).getValue()));
            }
            text.add(cells.toArray(String[]::new));
        }
        return text;
    }
}

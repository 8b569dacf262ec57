package io.cdcvault.cli;

import io.cdcvault.cli.Terminal.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;

/**
 * Rows of text in aligned columns that fit the terminal. Columns stand side by side as long as there is room; the
 * others follow on lines of their own under each row, and only the last of a line is broken between words.
 *
 * <p>Why: docs/decisions/0029-tables-and-progress-of-the-terminal-are-our-own.md
 */
final class TextTable {

    private static final int GAP = 2;
    private static final int FOLDED = 6;

    /** Less makes a column of words too narrow to read. */
    private static final int LEAST_TO_BREAK = 24;

    private final Terminal terminal;
    private final Set<Integer> alignedRight;
    private final List<List<Text>> rows = new ArrayList<>();

    /** @param alignedRight the columns of numbers, from 0 */
    TextTable(Terminal terminal, Set<Integer> alignedRight) {
        this.terminal = terminal;
        this.alignedRight = Set.copyOf(alignedRight);
    }

    void add(String... cells) {
        addToned(-1, Tone.PLAIN, cells);
    }

    /** @param tone of the cell of one column */
    void addToned(int column, Tone tone, String... cells) {
        List<Text> row = new ArrayList<>();
        Arrays.stream(cells).forEach(cell -> row.add(terminal.text(row.size() == column ? tone : Tone.PLAIN, cell)));
        rows.add(row);
    }

    List<String> lines() {
        List<List<Column>> layout = layout();
        return rows.stream().flatMap(row -> lines(row, layout).stream()).toList();
    }

    /** The columns of each line that a row takes. */
    private List<List<Column>> layout() {
        List<List<Column>> layout = new ArrayList<>();
        int left = 0;
        for (int number = 0; number < columns(); number++) {
            int width = width(number);
            boolean isBeside = !layout.isEmpty() && left >= GAP + Math.min(width, LEAST_TO_BREAK);
            int indent = isBeside || layout.isEmpty() ? GAP : FOLDED;
            if (!isBeside) {
                left = terminal.columns();
                layout.add(new ArrayList<>());
            }
            Column column = new Column(number, indent, Math.min(width, left - indent), alignedRight.contains(number));
            layout.get(layout.size() - 1).add(column);
            left -= indent + column.width();
        }
        return layout;
    }

    private int columns() {
        return rows.stream().mapToInt(List::size).max().orElse(0);
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).getCJKAdjustedLength())
                .max()
                .orElse(0);
    }

    private List<String> lines(List<Text> row, List<List<Column>> layout) {
        List<String> lines = new ArrayList<>();
        for (List<Column> columns : layout) {
            List<Column> filled = columns.stream()
                    .filter(column -> column.number() < row.size())
                    .toList();
            boolean isBlank = filled.stream()
                    .allMatch(column -> row.get(column.number()).plainString().isBlank());
            if (lines.isEmpty() || !isBlank) {
                lines.addAll(line(row, filled));
            }
        }
        return lines;
    }

    /** More than one line when a cell is broken. */
    private List<String> line(List<Text> row, List<Column> columns) {
        List<List<Text>> parts = columns.stream()
                .map(column -> Folding.fold(row.get(column.number()), column.width(), column.width()))
                .toList();
        int height = parts.stream().mapToInt(List::size).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder();
            for (int place = 0; place < columns.size(); place++) {
                List<Text> part = parts.get(place);
                line.append(columns.get(place).padded(i < part.size() ? part.get(i) : terminal.text(Tone.PLAIN, "")));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /**
     * Where a column stands in its line.
     *
     * @param indent spaces before it
     */
    private record Column(int number, int indent, int width, boolean isRight) {

        String padded(Text text) {
            String padding = " ".repeat(width - text.getCJKAdjustedLength());
            return " ".repeat(indent) + (isRight ? padding + text : text + padding);
        }
    }
}

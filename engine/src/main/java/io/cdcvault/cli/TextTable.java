package io.cdcvault.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rows of text in aligned columns. */
final class TextTable {

    private static final String GAP = "  ";

    private final Set<Integer> alignedRight;
    private final List<Row> rows = new ArrayList<>();

    private record Row(List<String> cells, List<UnaryOperator<String>> styles) {}

    /** @param alignedRight the columns of numbers, from 0 */
    TextTable(Set<Integer> alignedRight) {
        this.alignedRight = Set.copyOf(alignedRight);
    }

    void add(String... cells) {
        addStyled(-1, UnaryOperator.identity(), cells);
    }

    /** @param style put around the cell of one column after it was padded */
    void addStyled(int column, UnaryOperator<String> style, String... cells) {
        List<UnaryOperator<String>> styles = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            styles.add(i == column ? style : UnaryOperator.identity());
        }
        rows.add(new Row(Arrays.asList(cells), styles));
    }

    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(Row row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.cells().size(); column++) {
            String padded = padded(row.cells().get(column), column);
            line.append(GAP).append(row.styles().get(column).apply(padded));
        }
        return line.toString().stripTrailing();
    }

    private String padded(String cell, int column) {
        String padding = " ".repeat(width(column) - cell.length());
        return alignedRight.contains(column) ? padding + cell : cell + padding;
    }

    private int width(int column) {
        return rows.stream()
                .map(Row::cells)
                .filter(cells -> column < cells.size())
                .mapToInt(cells -> cells.get(column).length())
                .max()
                .orElse(0);
    }
}

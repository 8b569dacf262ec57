package io.cdcvault.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text: the first to the left, the others to the right. */
final class ReportTable {

    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    ReportTable(String... titles) {
        add(titles);
    }

    void add(String... cells) {
        rows.add(Arrays.asList(cells));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(width(column) - row.get(column).length());
                text.append(column == 0 ? row.get(0) + padding : GAP + padding + row.get(column));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}

package io.cdcvault.capture.source;

import java.util.Collection;
import java.util.Optional;

/**
 * Columns whose names stand in quotes. The connector takes the quotes away, from the columns of a table as from the
 * values of a row, so the stream has the column under another name than the catalog.
 */
public final class QuotedColumns {

    private QuotedColumns() {}

    /** The first of some columns, by name, whose name begins and ends with the same kind of quote. */
    public static Optional<String> first(Collection<String> columns) {
        return columns.stream().filter(QuotedColumns::isInQuotes).sorted().findFirst();
    }

    private static boolean isInQuotes(String column) {
        char first = column.isEmpty() ? ' ' : column.charAt(0);
        return column.length() > 1
                && (first == '"' || first == '\'' || first == '`')
                && column.charAt(column.length() - 1) == first;
    }
}

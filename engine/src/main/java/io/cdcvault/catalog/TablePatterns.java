package io.cdcvault.catalog;

import io.cdcvault.schema.model.TableName;
import java.util.List;

/**
 * Patterns of tables, as {@code schema.table} with {@code *} and {@code ?}; those after a {@code !} are left out.
 *
 * @param wanted of those that match
 * @param excluded of those that do not, though a wanted pattern matches them
 */
public record TablePatterns(List<String> wanted, List<String> excluded) {

    private static final String EXCLUDES = "!";

    public TablePatterns {
        wanted = List.copyOf(wanted);
        excluded = List.copyOf(excluded);
    }

    /** As they are configured. */
    public static TablePatterns of(List<String> patterns) {
        return new TablePatterns(
                patterns.stream()
                        .filter(pattern -> !pattern.startsWith(EXCLUDES))
                        .toList(),
                patterns.stream()
                        .filter(pattern -> pattern.startsWith(EXCLUDES))
                        .map(pattern -> pattern.substring(EXCLUDES.length()))
                        .toList());
    }

    public boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** Whether a table is wanted. */
    public boolean match(TableName table) {
        return matches(wanted, table) && !matches(excluded, table);
    }

    private static boolean matches(List<String> patterns, TableName table) {
        return patterns.stream().anyMatch(pattern -> Selection.matches(pattern, table.toString()));
    }
}

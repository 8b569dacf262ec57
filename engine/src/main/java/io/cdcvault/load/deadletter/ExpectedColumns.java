package io.cdcvault.load.deadletter;

import io.cdcvault.change.RowImage;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.Staging.StagedColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The columns that the model expects of a table's rows, and those that rows had beside them. Used by one thread. */
final class ExpectedColumns {

    private final List<String> required;
    private final Set<String> known;
    /** Those known, and those that the model leaves out. */
    private final Set<String> asked;

    private boolean wasLacking;

    private ExpectedColumns(List<String> required, Set<String> known) {
        this.required = required;
        this.known = known;
        this.asked = new HashSet<>(known);
    }

    static ExpectedColumns of(LoadPlan plan) {
        Set<String> known = new HashSet<>(plan.ignored());
        List<String> mapped = plan.staging().sourceColumns().stream()
                .map(StagedColumn::name)
                .distinct()
                .toList();
        known.addAll(mapped);
        List<String> required = mapped.stream()
                .filter(column -> !plan.history().optional().contains(column))
                .toList();
        return new ExpectedColumns(required, known);
    }

    /** The first column that a row lacks. */
    Optional<String> missing(RowImage image) {
        for (String column : required) {
            if (!image.has(column)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** The first column, by name, that the model neither maps nor ignores. */
    Optional<String> unknown(RowImage image) {
        return image.columns().keySet().stream()
                .filter(column -> !known.contains(column))
                .sorted()
                .findFirst();
    }

    /** Columns of a row that the model does not know, and that no row before it had. */
    Set<String> notAskedFor(RowImage image) {
        Set<String> columns = image.columns().keySet();
        if (asked.containsAll(columns)) {
            return Set.of();
        }
        Set<String> others = new TreeSet<>(columns);
        others.removeAll(asked);
        return others;
    }

    void asked(Set<String> columns) {
        asked.addAll(columns);
    }

    /** Whether a row lacks a column, and none before it did. */
    boolean isFirstToLack(RowImage image) {
        if (wasLacking || missing(image).isEmpty()) {
            return false;
        }
        wasLacking = true;
        return true;
    }
}

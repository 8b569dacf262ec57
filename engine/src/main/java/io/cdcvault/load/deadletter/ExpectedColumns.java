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
    private final Set<String> mapped;
    /** The columns together that rows had so far. */
    private final Set<Set<String>> seen = new HashSet<>();

    private Set<String> last = Set.of();

    private ExpectedColumns(List<String> required, Set<String> known, Set<String> mapped) {
        this.required = required;
        this.known = known;
        this.mapped = mapped;
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
        return new ExpectedColumns(required, known, Set.copyOf(mapped));
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

    /** Columns of a row that the model neither maps nor ignores. */
    Set<String> unmapped(RowImage image) {
        Set<String> others = new TreeSet<>(image.columns().keySet());
        others.removeAll(known);
        return others;
    }

    /**
     * Whether a row has other columns than the model, and no row before it had the same. A column that a row lacks may
     * have the name of one that the model leaves out.
     */
    boolean isFirstOfOthers(RowImage image, boolean mayLack) {
        Set<String> columns = image.columns().keySet();
        if (columns.equals(last)) {
            return false;
        }
        last = Set.copyOf(columns);
        boolean isExpected = known.containsAll(columns) && (mayLack || columns.containsAll(mapped));
        return !isExpected && seen.add(last);
    }
}

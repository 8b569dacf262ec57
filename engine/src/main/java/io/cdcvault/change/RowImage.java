package io.cdcvault.change;

import io.cdcvault.schema.model.ColumnHistory.FormerName;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A row's columns as the text of their JSON values: strings without quotes, everything else as it stood in the
 * envelope, SQL NULL as null. The loader knows the vault column's type and turns the text into its input form.
 */
public record RowImage(Map<String, @Nullable String> columns) {

    /**
     * Stands for a TOASTed value that the change did not touch, of any type. No text of PostgreSQL holds U+0000, so no
     * value of the source equals it.
     */
    public static final String UNAVAILABLE = "\u0000(unchanged)";

    /** Stands for a value that no record of the topics has room for. */
    public static final String TOO_LARGE = "\u0000(too large)";

    public static final RowImage NONE = new RowImage(Map.of());

    public RowImage {
        columns = columns instanceof ColumnLayout.Row ? columns : Collections.unmodifiableMap(new HashMap<>(columns));
    }

    public @Nullable String text(String column) {
        return columns.get(column);
    }

    /** The same image, with the values that it lacks as far as another has them. */
    public RowImage completedFrom(RowImage other) {
        if (other.columns.isEmpty() || !columns.containsValue(UNAVAILABLE)) {
            return this;
        }
        Map<String, @Nullable String> complete = new HashMap<>(columns);
        complete.replaceAll(
                (column, value) -> UNAVAILABLE.equals(value) && other.has(column) ? other.text(column) : value);
        return new RowImage(complete);
    }

    /**
     * The same image with the present names of columns.
     *
     * @param commitLsn of the change, if it is known: columns that a row has and lacks do not always say of when it is
     */
    public RowImage withNames(List<FormerName> formerNames, Optional<Lsn> commitLsn) {
        OptionalLong position =
                commitLsn.map(lsn -> OptionalLong.of(lsn.bytes())).orElse(OptionalLong.empty());
        Map<String, @Nullable String> renamed = new HashMap<>(columns);
        for (FormerName former : formerNames) {
            if (renamed.containsKey(former.name())
                    && former.isOfTime(position)
                    && Collections.disjoint(renamed.keySet(), former.later())) {
                renamed.put(former.present(), renamed.remove(former.name()));
            }
        }
        return new RowImage(renamed);
    }

    public boolean has(String column) {
        return columns.containsKey(column);
    }
}

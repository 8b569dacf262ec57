package io.cdcvault.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An example of a difference.
 *
 * @param key the row's key by column; a value may be null
 * @param columns those that differ, when both sides have the row
 * @param isExplained whether changes of the row wait as dead letters
 */
public record Difference(Kind kind, Map<String, @Nullable String> key, Map<String, Pair> columns, boolean isExplained) {

    public Difference {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** How a row can differ. */
    public enum Kind {
        /** The source has the row, the vault does not. */
        MISSING,
        /** The vault says that the row exists; in the source it does not. */
        SURPLUS,
        /** Both have the row, with other values. */
        CHANGED
    }

    /** A column's value on both sides, as text; empty for NULL. */
    public record Pair(Optional<String> source, Optional<String> vault) {}
}

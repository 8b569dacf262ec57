package io.cdcvault.mart;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a refresh brings what it has read into the table. Either way readers see all of it at once. */
public enum MartMode {
    /** Only rows that differ are inserted, updated or deleted, by the key. */
    INCREMENTAL,
    /** All rows are replaced. */
    REPLACE;

    /** As a file says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<MartMode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }
}

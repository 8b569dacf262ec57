package io.cdcvault.load.plan;

import org.jspecify.annotations.Nullable;

/** What a staged change says about which rows of the source have a key, in the staging table's letters. */
public enum StagedEvent {
    /** A row gets the key. */
    CREATION("c"),
    /** A row gets the key, and has the values that it lacks from the deletion right before. */
    MOVE("m"),
    /** A row gives the key up; the deletion names the row. */
    DELETION("d"),
    /** As a deletion, of a row that the vault may never have had. */
    ENDING("e"),
    /** A row has the key, and may have had another before, which the log does not hold. */
    UPDATE("u"),
    /** Says nothing: the last of them counts. */
    PLAIN(null);

    private final @Nullable String letter;

    StagedEvent(@Nullable String letter) {
        this.letter = letter;
    }

    /** Null when it says nothing. */
    public @Nullable String letter() {
        return letter;
    }
}

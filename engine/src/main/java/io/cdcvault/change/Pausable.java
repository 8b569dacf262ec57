package io.cdcvault.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be paused by itself. Without Kafka the capture loads too. */
public enum Pausable {
    CAPTURE,
    LOAD;

    /** As people and bookkeeping write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }

    /** What a word means; empty for any other. */
    public static Optional<Pausable> of(String word) {
        return Arrays.stream(values())
                .filter(pausable -> pausable.word().equals(word))
                .findFirst();
    }
}

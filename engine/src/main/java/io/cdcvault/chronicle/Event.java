package io.cdcvault.chronicle;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened and that explains later what charts show.
 *
 * @param who asked for it; empty for what was not asked for
 */
public record Event(Instant at, String what, Optional<String> who, Tone tone) {

    /** What an event means for the installation. */
    public enum Tone {
        /** It was asked for. */
        DONE,
        GOOD,
        WARN,
        BAD;

        /** As programs read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Tone of(String word) {
            for (Tone tone : values()) {
                if (tone.word().equals(word)) {
                    return tone;
                }
            }
            return DONE;
        }
    }
}

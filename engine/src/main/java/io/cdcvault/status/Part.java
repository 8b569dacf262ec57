package io.cdcvault.status;

import java.util.Optional;

/** What was seen of one system, or why nothing could be seen. */
sealed interface Part<T> {

    /**
     * It answered.
     *
     * @param value as it was at the moment of looking
     */
    record Seen<T>(T value) implements Part<T> {}

    /**
     * It did not answer.
     *
     * @param reason which system, and what went wrong
     */
    record Unreachable<T>(String reason) implements Part<T> {}

    default Optional<T> seen() {
        return this instanceof Seen<T> seen ? Optional.of(seen.value()) : Optional.empty();
    }

    default Optional<String> failure() {
        return this instanceof Unreachable<T> unreachable ? Optional.of(unreachable.reason()) : Optional.empty();
    }
}

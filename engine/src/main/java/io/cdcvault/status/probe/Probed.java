package io.cdcvault.status.probe;

import io.cdcvault.failure.FailureKind;
import java.util.Optional;

/** What was seen of one system, or why nothing could be seen. */
public sealed interface Probed<T> {

    /**
     * It answered.
     *
     * @param value as it was at the moment of looking
     */
    record Seen<T>(T value) implements Probed<T> {}

    /**
     * It did not answer.
     *
     * @param reason which system, and what went wrong
     * @param kind of failure
     */
    record Unreachable<T>(String reason, Optional<FailureKind> kind) implements Probed<T> {

        public Unreachable(String reason) {
            this(reason, Optional.empty());
        }
    }

    /** What to do, as far as is known. */
    default String remedy() {
        return this instanceof Unreachable<T> unreachable
                ? unreachable.kind().map(FailureKind::remedy).orElse("")
                : "";
    }

    /** Of what kind of failure it does not answer; empty too when it answers. */
    default Optional<FailureKind> kind() {
        return this instanceof Unreachable<T> unreachable ? unreachable.kind() : Optional.empty();
    }

    default Optional<T> seen() {
        return this instanceof Seen<T> seen ? Optional.of(seen.value()) : Optional.empty();
    }

    default Optional<String> failure() {
        return this instanceof Unreachable<T> unreachable ? Optional.of(unreachable.reason()) : Optional.empty();
    }
}

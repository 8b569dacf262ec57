package io.cdcvault.status;

import io.cdcvault.failure.FailureKind;
import java.util.Optional;

/**
 * Something that keeps an installation from being healthy.
 *
 * @param level what it comes to by itself
 * @param what is wrong with which system
 * @param remedy what to do, with the command; empty when the sentence before says it
 * @param kind of failure, where a system does not answer or refuses
 */
public record Reason(Health level, About about, String what, String remedy, Optional<FailureKind> kind) {

    /** Both sentences. */
    public String text() {
        return remedy.isEmpty() ? what : what + ". " + remedy;
    }
}

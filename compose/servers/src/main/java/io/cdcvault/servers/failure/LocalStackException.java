package io.cdcvault.servers.failure;

import org.jspecify.annotations.Nullable;

/** A failure of the local stack that a person can act on; the message is one sentence a command may print as it is. */
public final class LocalStackException extends RuntimeException {

    /** A failure with no technical cause worth showing. */
    public LocalStackException(String message) {
        super(message);
    }

    /** A failure with its technical cause. */
    public LocalStackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

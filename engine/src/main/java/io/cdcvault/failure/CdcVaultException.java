package io.cdcvault.failure;

import org.jspecify.annotations.Nullable;

/** Everything that the service reports as failed: the kind, and a message that says what failed and which one. */
public final class CdcVaultException extends RuntimeException {

    private final FailureKind kind;

    /**
     * A failure without a cause of its own.
     *
     * @param message what failed and which one, in sentence case, with no row values
     */
    public CdcVaultException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    public CdcVaultException(FailureKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}

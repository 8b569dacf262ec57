package io.cdcvault.failure;

import java.util.Optional;

/** Names what the virtual machine itself lacked: memory, threads, stack, or a class of the program. */
public final class MachineFailure {

    private static final long MEBIBYTE = 1 << 20;

    private MachineFailure() {}

    /**
     * A failure that says what was full or missing.
     *
     * @param who failed, as the message begins with it
     */
    public static CdcVaultException of(String who, Error error) {
        if (error instanceof OutOfMemoryError) {
            return new CdcVaultException(
                    FailureKind.PROCESS_EXHAUSTED, who + " ran out of memory: " + full(error), error);
        }
        if (error instanceof StackOverflowError) {
            return new CdcVaultException(
                    FailureKind.PROCESS_EXHAUSTED,
                    who + " ran out of stack on thread "
                            + Thread.currentThread().getName(),
                    error);
        }
        if (error instanceof LinkageError) {
            return new CdcVaultException(
                    FailureKind.INSTALLATION_BROKEN, who + " lacks a class of the program: " + error, error);
        }
        return new CdcVaultException(FailureKind.DEFECT, who + " failed: " + error, error);
    }

    /** The error that a failure was caused by; empty when it has another cause. */
    public static Optional<Error> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error error) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }

    /** The machine's own words name the heap, the metaspace, direct buffers or threads. */
    private static String full(Error error) {
        Runtime runtime = Runtime.getRuntime();
        return error.getMessage() + " is full, or the process may have no more. The heap takes "
                + (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE + " MiB of "
                + runtime.maxMemory() / MEBIBYTE
                + " MiB";
    }
}

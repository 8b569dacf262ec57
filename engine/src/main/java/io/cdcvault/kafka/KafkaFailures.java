package io.cdcvault.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Says what became of a request to the brokers. */
public final class KafkaFailures {

    private KafkaFailures() {}

    /**
     * Of a request that nothing else hangs on.
     *
     * @param what was tried, as in <i>Cannot read the topics</i>
     */
    public static CdcVaultException failure(String what, Throwable e) {
        return failure(FailureKind.KAFKA_FAILED, what, e);
    }

    /**
     * Of any request.
     *
     * @param otherwise the kind, unless the brokers refused the service or it refused them
     */
    public static CdcVaultException failure(FailureKind otherwise, String what, Throwable e) {
        Throwable failed = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return new CdcVaultException(
                isRefused(failed) ? FailureKind.KAFKA_REFUSED : otherwise,
                "Cannot " + what + ": " + reason(failed),
                failed);
    }

    private static boolean isRefused(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return true;
            }
        }
        return false;
    }

    /** Its message, and that of what began it: <i>SSL handshake failed</i> alone explains nothing. */
    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(e.getMessage());
        String beginning = String.valueOf(root.getMessage());
        return message.contains(beginning) ? message : message + ": " + beginning;
    }
}

package io.cdcvault.status;

import java.time.Instant;
import java.util.Optional;

/**
 * What a stage of this very process is doing.
 *
 * @param name capture or load
 * @param since when it is in this state
 * @param restarts how often it was begun again
 * @param lastFailure what it failed of, if it ever did
 */
public record StageReport(
        String name,
        State state,
        Instant since,
        int restarts,
        Optional<String> lastFailure,
        Optional<Instant> failedAt) {

    /** From one beginning to the next. */
    public enum State {
        /** Not begun yet. */
        STARTING,
        /** At work, or standing by while another service does the same. */
        RUNNING,
        /** Between a failure and the next attempt. */
        WAITING,
        /** Until it is resumed. */
        PAUSED,
        /** It failed for good, and the service ends. */
        FAILED,
        /** The service ends. */
        STOPPED
    }
}

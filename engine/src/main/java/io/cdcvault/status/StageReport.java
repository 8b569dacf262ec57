package io.cdcvault.status;

import java.time.Instant;
import java.util.Optional;

/**
 * What a stage of a process is doing.
 *
 * @param name capture or load
 * @param since when it is in this state
 * @param restarts how often it was begun again
 * @param failures how often in a row it failed soon after it had begun
 * @param last what it failed of, if it ever did
 * @param retryAt when it begins again, while it waits
 */
public record StageReport(
        String name,
        State state,
        Instant since,
        int restarts,
        int failures,
        Optional<Failure> last,
        Optional<Instant> retryAt) {

    /**
     * A failure of a stage.
     *
     * @param what failed, without values of rows
     * @param remedy what to do
     */
    public record Failure(Instant at, String what, String remedy) {}

    /** From one beginning to the next. */
    public enum State {
        /** Not begun yet. */
        STARTING,
        /** At work. */
        RUNNING,
        /** Another service does the same; this one takes over when it ends. */
        STANDBY,
        /** Between a failure and the next attempt. */
        WAITING,
        /** Until it is resumed. */
        PAUSED,
        /** It failed for good, and the service ends. */
        FAILED,
        /** The service ends. */
        STOPPED
    }

    /** Whether it failed, and fails again each time that it begins, or waits to begin. */
    public boolean isRetrying() {
        return state == State.WAITING || (failures > 0 && (state == State.RUNNING || state == State.STARTING));
    }
}

package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.StageReport.State;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has become of a supervised stage. Thread-safe. */
final class StageJournal {

    /** Who works for so long has got over what failed before. */
    private static final Duration RECOVERED = Duration.ofSeconds(10);

    private final String name;
    private State state = State.STARTING;
    private final Time time;
    private Instant since;
    private int begun;
    private int failures;
    private StageReport.@Nullable Failure last;
    private boolean isRefusal;
    private @Nullable Instant retryAt;

    StageJournal(String name, Time time) {
        this.name = name;
        this.time = time;
        this.since = time.now();
    }

    synchronized void begun() {
        begun++;
        retryAt = null;
        enter(State.RUNNING);
    }

    synchronized void paused() {
        enter(State.PAUSED);
    }

    synchronized void failed(CdcVaultException failure) {
        failures = failuresInARow() + 1;
        last = new StageReport.Failure(
                time.now(), String.valueOf(failure.getMessage()), failure.kind().remedy());
        isRefusal = failure.kind().isRefusal();
        enter(State.WAITING);
    }

    /** It is begun again after a pause. */
    synchronized void retriedAfter(Duration pause) {
        retryAt = time.now().plus(pause);
    }

    /** Whether it waits after a failure that lasts until a person does something. */
    synchronized boolean isRefused() {
        return state == State.WAITING && isRefusal;
    }

    /** @param failure why for good; null when it was asked to */
    synchronized void stopped(@Nullable CdcVaultException failure) {
        if (failure != null) {
            failed(failure);
        }
        enter(failure == null ? State.STOPPED : State.FAILED);
    }

    /** @param isStandingBy whether the work waits for another service to end */
    synchronized StageReport report(boolean isStandingBy) {
        return new StageReport(
                name,
                isStandingBy && state == State.RUNNING ? State.STANDBY : state,
                since,
                Math.max(0, begun - 1),
                failuresInARow(),
                Optional.ofNullable(last),
                Optional.ofNullable(retryAt));
    }

    private int failuresInARow() {
        boolean hasRecovered = state == State.RUNNING && since.plus(RECOVERED).isBefore(time.now());
        return hasRecovered ? 0 : failures;
    }

    private void enter(State entered) {
        if (state != entered) {
            state = entered;
            since = time.now();
        }
    }
}

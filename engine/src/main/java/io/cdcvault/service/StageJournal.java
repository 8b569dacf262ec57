package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.StageReport.State;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has become of a supervised stage. Thread-safe. */
final class StageJournal {

    private final String name;
    private State state = State.STARTING;
    private Instant since = Instant.now();
    private int begun;
    private @Nullable CdcVaultException lastFailure;
    private @Nullable Instant failedAt;

    StageJournal(String name) {
        this.name = name;
    }

    synchronized void begun() {
        begun++;
        enter(State.RUNNING);
    }

    synchronized void paused() {
        enter(State.PAUSED);
    }

    synchronized void failed(CdcVaultException failure) {
        lastFailure = failure;
        failedAt = Instant.now();
        enter(State.WAITING);
    }

    /** Whether it waits after a failure that lasts until a person does something. */
    synchronized boolean isRefused() {
        return state == State.WAITING
                && lastFailure != null
                && lastFailure.kind().isRefusal();
    }

    /** @param failure why for good; null when it was asked to */
    synchronized void stopped(@Nullable CdcVaultException failure) {
        if (failure != null) {
            failed(failure);
        }
        enter(failure == null ? State.STOPPED : State.FAILED);
    }

    synchronized StageReport report() {
        return new StageReport(
                name,
                state,
                since,
                Math.max(0, begun - 1),
                Optional.ofNullable(lastFailure).map(failure -> String.valueOf(failure.getMessage())),
                Optional.ofNullable(failedAt));
    }

    private void enter(State entered) {
        if (state != entered) {
            state = entered;
            since = Instant.now();
        }
    }
}

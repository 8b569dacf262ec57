package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.StageReport.State;
import io.cdcvault.time.SetTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StageJournalTest {

    private final CdcVaultException away =
            new CdcVaultException(FailureKind.WAREHOUSE_UNREACHABLE, "Cannot connect to the warehouse");
    private final CdcVaultException refused =
            new CdcVaultException(FailureKind.WAREHOUSE_REFUSED, "Cannot log in to the warehouse");

    private final SetTime time = new SetTime();
    private final Instant begin = time.now();
    private final StageJournal journal = new StageJournal("load", time);

    @Test
    void stageThatWasNotBegunIsStarting() {
        assertThat(report().state()).isEqualTo(State.STARTING);
        assertThat(report().since()).isEqualTo(begin);
        assertThat(report().restarts()).isZero();
    }

    @Test
    void failureIsKeptWithItsMomentItsRemedyAndTheNextAttempt() {
        journal.begun();
        time.pass(Duration.ofSeconds(3));
        journal.failed(away);
        journal.retriedAfter(Duration.ofSeconds(8));

        assertThat(report().state()).isEqualTo(State.WAITING);
        assertThat(report().failures()).isEqualTo(1);
        assertThat(report().last())
                .contains(new StageReport.Failure(
                        begin.plusSeconds(3),
                        "Cannot connect to the warehouse",
                        FailureKind.WAREHOUSE_UNREACHABLE.remedy()));
        assertThat(report().retryAt()).contains(begin.plusSeconds(11));
    }

    @Test
    void stageThatFailsSoonCountsItsFailuresInARow() {
        for (int attempt = 0; attempt < 3; attempt++) {
            journal.begun();
            time.pass(Duration.ofSeconds(1));
            journal.failed(away);
        }
        journal.begun();

        assertThat(report().failures()).isEqualTo(3);
        assertThat(report().restarts()).isEqualTo(3);
        assertThat(report().isRetrying()).isTrue();
        assertThat(report().retryAt()).isEmpty();
    }

    @Test
    void stageThatWorksForTenSecondsHasGotOverItsFailures() {
        journal.begun();
        journal.failed(away);
        journal.begun();
        time.pass(Duration.ofMillis(10_001));

        assertThat(report().failures()).isZero();
        assertThat(report().isRetrying()).isFalse();

        journal.failed(away);

        assertThat(report().failures()).isEqualTo(1);
    }

    @Test
    void onlyARefusalThatIsWaitedForIsRefused() {
        journal.begun();
        journal.failed(away);
        assertThat(journal.isRefused()).isFalse();

        journal.failed(refused);
        assertThat(journal.isRefused()).isTrue();

        journal.begun();
        assertThat(journal.isRefused()).isFalse();
    }

    @Test
    void stateHoldsSinceItWasEntered() {
        journal.begun();
        time.pass(Duration.ofSeconds(5));
        journal.begun();

        assertThat(report().since()).isEqualTo(begin);

        journal.paused();

        assertThat(report().since()).isEqualTo(begin.plusSeconds(5));
    }

    @Test
    void workThatWaitsForAnotherServiceStandsBy() {
        journal.begun();
        assertThat(journal.report(true).state()).isEqualTo(State.STANDBY);

        journal.failed(away);
        assertThat(journal.report(true).state()).isEqualTo(State.WAITING);
    }

    @Test
    void endIsAFailureOnlyWhenOneEndedIt() {
        journal.begun();
        journal.stopped(null);
        assertThat(report().state()).isEqualTo(State.STOPPED);

        journal.stopped(away);
        assertThat(report().state()).isEqualTo(State.FAILED);
        assertThat(report().last()).isPresent();
    }

    private StageReport report() {
        return journal.report(false);
    }
}

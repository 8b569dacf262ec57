package io.cdcvault.status.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.StageReport.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetriesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    void textSaysTheAttemptAndTheSecondsThatAreLeft() {
        assertThat(text(report(3, Optional.of(NOW.plusSeconds(8)))))
                .isEqualTo("The loader failed (attempt 3, retrying in 8 s): no answer");
    }

    @Test
    void attemptWhoseTimeHasComeIsMadeInNoSeconds() {
        assertThat(text(report(1, Optional.of(NOW.minusSeconds(2))))).contains("(attempt 1, retrying in 0 s)");
    }

    @Test
    void stageThatHasBegunAgainIsRetryingNow() {
        assertThat(text(report(0, Optional.empty()))).contains("(attempt 1, retrying now)");
    }

    @Test
    void newestFailureOfAllServicesCounts() {
        StageReport old = report(State.WAITING, 5, failure(NOW.minusSeconds(60), "old"));
        StageReport recent = report(State.WAITING, 1, failure(NOW.minusSeconds(1), "recent"));
        StageReport well = report(State.RUNNING, 0, failure(NOW, "over"));
        Retries retries = new Retries(List.of(process(old), process(recent), process(well)), NOW);

        assertThat(retries.of(Pausable.LOAD)).contains(recent);
        assertThat(retries.of(Pausable.CAPTURE)).isEmpty();
        assertThat(retries.newest(Pausable.LOAD)).map(StageReport.Failure::what).contains("over");
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void stageThatIsStoppedPausedOrFailedIsNotStarting(State state) {
        Retries retries = new Retries(List.of(process(report(state, 0, failure(NOW, "no answer")))), NOW);
        boolean isAboutToWork = state != State.PAUSED && state != State.FAILED && state != State.STOPPED;

        assertThat(retries.isStarting(Pausable.LOAD)).isEqualTo(isAboutToWork);
    }

    private static String text(StageReport report) {
        return new Retries(List.of(), NOW).text("loader", report);
    }

    private static StageReport report(int failures, Optional<Instant> retryAt) {
        return new StageReport("load", State.WAITING, NOW, 0, failures, failure(NOW, "no answer"), retryAt);
    }

    private static StageReport report(State state, int failures, Optional<StageReport.Failure> last) {
        return new StageReport("load", state, NOW, 0, failures, last, Optional.empty());
    }

    private static Optional<StageReport.Failure> failure(Instant at, String what) {
        return Optional.of(new StageReport.Failure(at, what, "See to it"));
    }

    private static ProcessView process(StageReport report) {
        return new ProcessView("machine:1", false, "0", NOW, Map.of(Pausable.LOAD, report));
    }
}

package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommitClockTest {

    @Test
    void keepsCommitTimesThatMoveOn() {
        CommitClock clock = new CommitClock(0);

        assertThat(clock.next(10)).isEqualTo(10);
        assertThat(clock.next(20)).isEqualTo(20);
    }

    @Test
    void neverStandsStillNorRunsBackwards() {
        CommitClock clock = new CommitClock(100);

        assertThat(clock.next(100)).isEqualTo(101);
        assertThat(clock.next(50)).isEqualTo(102);
        assertThat(clock.next(200)).isEqualTo(200);
    }
}

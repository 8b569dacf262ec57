package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommitClockTest {

    @Test
    void keepsCommitTimesThatMoveOn() {
        CommitClock clock = new CommitClock(LoadDate.BEFORE_FIRST);

        assertThat(clock.next(10)).isEqualTo(new LoadDate(10));
        assertThat(clock.next(20)).isEqualTo(new LoadDate(20));
    }

    @Test
    void neverStandsStillNorRunsBackwards() {
        CommitClock clock = new CommitClock(new LoadDate(100));

        assertThat(clock.next(100)).isEqualTo(new LoadDate(101));
        assertThat(clock.next(50)).isEqualTo(new LoadDate(102));
        assertThat(clock.next(200)).isEqualTo(new LoadDate(200));
    }
}

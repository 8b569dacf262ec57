package io.cdcvault.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TimeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SetTime time = new SetTime();

    @Test
    void stopwatchMeasuresOnThoughTheWallClockIsSetBack() {
        Stopwatch watch = time.stopwatch();
        time.pass(SECOND);
        time.set(Instant.EPOCH);

        assertThat(watch.elapsed()).isEqualTo(SECOND);
        assertThat(watch.seconds()).isEqualTo(1.0);
    }

    @Test
    void stopwatchIsOverOnlyWhenMoreHasPassed() {
        Stopwatch watch = time.stopwatch();
        time.pass(SECOND);
        assertThat(watch.isOver(SECOND)).isFalse();

        time.pass(Duration.ofNanos(1));
        assertThat(watch.isOver(SECOND)).isTrue();
    }

    @Test
    void deadlineIsPastWhenItHasComeAndLeavesNothing() {
        Deadline deadline = time.deadline(SECOND);
        assertThat(deadline.isPast()).isFalse();
        assertThat(deadline.left()).isEqualTo(SECOND);

        time.pass(SECOND.multipliedBy(2));

        assertThat(deadline.isPast()).isTrue();
        assertThat(deadline.left()).isZero();
    }

    @Test
    void deadlineOfNoPatienceIsPastAtOnce() {
        assertThat(time.deadline(Duration.ZERO).isPast()).isTrue();
    }

    @Test
    void deadlineFurtherAwayThanNanosecondsCountIsNotPast() {
        assertThat(time.deadline(Duration.ofSeconds(Long.MAX_VALUE)).isPast()).isFalse();
    }

    @Test
    void sleepOfAnInterruptedThreadFailsAndClearsItsFlag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Time.system().sleep(Duration.ofMinutes(1))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void waitOfNoTimeEnds() throws InterruptedException {
        Object monitor = new Object();
        synchronized (monitor) {
            Time.system().await(monitor, Duration.ZERO);
        }

        assertThat(Thread.holdsLock(monitor)).isFalse();
    }
}

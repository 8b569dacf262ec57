package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.StageReport;
import io.cdcvault.time.SetTime;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SupervisorTest {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final SetTime time = new SetTime();

    @ParameterizedTest
    @CsvSource({
        "java.lang.OutOfMemoryError, PROCESS_EXHAUSTED, ran out of memory: Metaspace is full",
        "java.lang.StackOverflowError, PROCESS_EXHAUSTED, ran out of stack on thread cdc-vault-load",
        "java.lang.NoClassDefFoundError, INSTALLATION_BROKEN, lacks a class of the program",
        "java.lang.AssertionError, DEFECT, The load failed"
    })
    void errorEndsTheStageAndIsNamed(String error, FailureKind kind, String message) throws Exception {
        Error thrown = Class.forName(error)
                .asSubclass(Error.class)
                .getConstructor(error.endsWith("AssertionError") ? Object.class : String.class)
                .newInstance("Metaspace");

        Supervisor supervisor = supervised(() -> {
            throw thrown;
        });

        assertThat(supervisor.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(message).hasCause(thrown);
        });
        assertThat(supervisor.report().state()).isEqualTo(StageReport.State.FAILED);
    }

    @Test
    void errorBehindAFailureThatIsRetriedEndsTheStage() throws Exception {
        Supervisor supervisor = supervised(() -> {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_FAILED,
                    "Cannot load a batch",
                    new IllegalStateException(new OutOfMemoryError("Java heap space")));
        });

        assertThat(supervisor.failure())
                .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.PROCESS_EXHAUSTED));
    }

    @Test
    void pausesDoubleUpToTenSeconds() throws Exception {
        supervised(failing(6, FailureKind.WAREHOUSE_UNREACHABLE));

        assertThat(time.waits()).containsExactly(seconds(1, 2, 4, 8, 10, 10));
    }

    @Test
    void pausesAfterARefusalGrowToHalfAMinute() throws Exception {
        supervised(failing(7, FailureKind.WAREHOUSE_REFUSED));

        assertThat(time.waits()).containsExactly(seconds(1, 2, 4, 8, 16, 30, 30));
    }

    @Test
    void workThatRanLongBeginsWithTheShortestPauseAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Runnable failing = failing(4, FailureKind.WAREHOUSE_UNREACHABLE);

        supervised(() -> {
            if (attempts.incrementAndGet() == 3) {
                time.pass(Duration.ofSeconds(11));
            }
            failing.run();
        });

        assertThat(time.waits())
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void failureThatTryingAgainDoesNotCorrectEndsTheStageAtOnce() throws Exception {
        Supervisor supervisor = supervised(failing(0, FailureKind.WAREHOUSE_UNREACHABLE));

        assertThat(supervisor.failure())
                .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MODEL_INVALID));
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void requestEndsThePause() throws Exception {
        CountDownLatch secondAttempt = new CountDownLatch(2);
        Supervisor supervisor = new Supervisor(
                "load",
                () -> {
                    secondAttempt.countDown();
                    return work(failing(9, FailureKind.WAREHOUSE_UNREACHABLE));
                },
                ended::countDown,
                new EndlessPauses());
        supervisor.start();

        while (!secondAttempt.await(1, TimeUnit.MILLISECONDS)) {
            supervisor.restart();
        }

        supervisor.stop(Duration.ofMinutes(1));
        assertThat(supervisor.report().state()).isEqualTo(StageReport.State.STOPPED);
    }

    @Test
    void pausedStageDoesNotBeginUntilItResumes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Supervisor supervisor = new Supervisor(
                "load",
                () -> {
                    begun.countDown();
                    return work(failing(0, FailureKind.WAREHOUSE_UNREACHABLE));
                },
                ended::countDown,
                time);
        supervisor.pause(true);
        supervisor.start();
        assertThat(begun.getCount()).isEqualTo(1);

        supervisor.pause(false);

        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void stageThatIsStoppedWhileItIsPausedEnds() throws Exception {
        Supervisor supervisor = new Supervisor(
                "load",
                () -> {
                    throw new AssertionError("It was paused");
                },
                ended::countDown,
                time);
        supervisor.pause(true);
        supervisor.start();

        supervisor.stop(Duration.ofMinutes(1));

        assertThat(supervisor.report().state()).isEqualTo(StageReport.State.STOPPED);
        assertThat(supervisor.failure()).isEmpty();
    }

    /** Fails so many times in a way that is tried again, then for good. */
    private static Runnable failing(int times, FailureKind kind) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> {
            throw left.getAndDecrement() > 0
                    ? new CdcVaultException(kind, "no answer")
                    : new CdcVaultException(FailureKind.MODEL_INVALID, "the end of the test");
        };
    }

    private static Duration[] seconds(long... seconds) {
        return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }

    /** Its pauses end only when they are ended. */
    private static final class EndlessPauses implements Time {

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void await(Object monitor, Duration length) throws InterruptedException {
            Time.system().await(monitor, Duration.ofDays(1));
        }
    }

    /** Works until it fails for good, and waits for that. */
    private Supervisor supervised(Runnable work) throws InterruptedException {
        Supervisor supervisor = new Supervisor("load", () -> work(work), ended::countDown, time);
        supervisor.start();
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        return supervisor;
    }

    private static Stoppable work(Runnable work) {
        return new Stoppable() {
            @Override
            public void run() {
                work.run();
            }

            @Override
            public void stop() {}

            @Override
            public void close() {}
        };
    }
}

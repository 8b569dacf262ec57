package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.StageReport;
import io.cdcvault.time.SetTime;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class SupervisorTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Supervisor.class);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final SetTime time = new SetTime();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(log);
    }

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
    void eachRetrySaysWhatFailedWhichAttemptAndWhenTheNextIs() throws Exception {
        supervised(failing(3, FailureKind.WAREHOUSE_UNREACHABLE));

        assertThat(warnings())
                .containsExactly(
                        "The load failed (WAREHOUSE_UNREACHABLE, attempt 1), retrying in 1 s: no answer",
                        "The load failed (WAREHOUSE_UNREACHABLE, attempt 2), retrying in 2 s: no answer",
                        "The load failed (WAREHOUSE_UNREACHABLE, attempt 3), retrying in 4 s: no answer");
    }

    @Test
    void refusalIsLoggedOnceWithItsRemedy() throws Exception {
        supervised(failing(3, FailureKind.WAREHOUSE_REFUSED));

        assertThat(warnings())
                .containsExactly(
                        "The load failed (WAREHOUSE_REFUSED, attempt 1), retrying in 1 s: no answer",
                        FailureKind.WAREHOUSE_REFUSED.remedy()
                                + " Later attempts are not logged; see `cdc-vault status`");
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

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
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

package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.StageReport;
import io.cdcvault.time.Time;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SupervisorTest {

    private final CountDownLatch ended = new CountDownLatch(1);

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

    /** Works once and waits for the end. */
    private Supervisor supervised(Runnable work) throws InterruptedException {
        Supervisor supervisor = new Supervisor(
                "load",
                () -> new Stoppable() {
                    @Override
                    public void run() {
                        work.run();
                    }

                    @Override
                    public void stop() {}

                    @Override
                    public void close() {}
                },
                ended::countDown,
                Time.system());
        supervisor.start();
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        return supervisor;
    }
}

package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * The whole road in one process: captures, publishes and loads until it is stopped. Without Kafka, one stage does it
 * all.
 */
public final class Service {

    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Supervisor> supervisors;

    /** @param maySnapshotAnew whether to take a new snapshot when the replication slot is lost, instead of ending */
    public Service(Installation installation, boolean maySnapshotAnew) {
        supervisors = installation.settings().kafka().bootstrapServers().isPresent()
                ? List.of(
                        supervisor(
                                "capture",
                                () -> new CaptureWork(
                                        installation, new TopicsDestination(installation), maySnapshotAnew)),
                        supervisor("loader", () -> new LoadWork(installation)))
                : List.of(supervisor(
                        "capture",
                        () -> new CaptureWork(installation, new VaultDestination(installation), maySnapshotAnew)));
    }

    /**
     * Returns after {@link #stop}.
     *
     * @throws CdcVaultException when a stage ended for good
     */
    public void run() throws InterruptedException {
        supervisors.forEach(Supervisor::start);
        ended.await();
        stop();
        Optional<CdcVaultException> failure = supervisors.stream()
                .flatMap(supervisor -> supervisor.failure().stream())
                .findFirst();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Supervisor supervisor(String name, Supplier<Stoppable> works) {
        return new Supervisor(name, works, ended::countDown);
    }

    /** Lets each stage finish what it has begun, within ten seconds. From any thread, any number of times. */
    public void stop() throws InterruptedException {
        for (Supervisor supervisor : supervisors) {
            supervisor.stop(DRAIN.dividedBy(supervisors.size()));
        }
    }
}

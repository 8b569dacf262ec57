package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The whole road in one process: captures, publishes and loads until it is stopped. */
public final class Service {

    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Supervisor> supervisors;

    public Service(Installation installation) {
        supervisors = List.of(
                new Supervisor("capture", () -> new CaptureWork(installation), ended::countDown),
                new Supervisor("loader", () -> new LoadWork(installation), ended::countDown));
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

    /** Lets each stage finish what it has begun, within ten seconds. From any thread, any number of times. */
    public void stop() throws InterruptedException {
        for (Supervisor supervisor : supervisors) {
            supervisor.stop(DRAIN.dividedBy(supervisors.size()));
        }
    }
}

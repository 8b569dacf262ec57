package io.cdcvault.cli;

import io.cdcvault.installation.Installation;
import io.cdcvault.service.Administration;
import io.cdcvault.service.Instruments;
import io.cdcvault.service.Service;
import io.cdcvault.time.Time;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a service until a signal stops it. */
final class UntilStopped {

    private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);

    private UntilStopped() {}

    /** Returns the exit code; a failure of the service is thrown. */
    static int run(ConfigurationOptions configuration, BiFunction<Installation, Instruments, Service> services)
            throws InterruptedException {
        if (configuration.source().isEmpty() && !configuration.sources().isEmpty()) {
            return AllSources.run(configuration, services);
        }
        Installation installation = configuration.installation();
        Instruments instruments = Instruments.begin(Time.system());
        Service service = services.apply(installation, instruments);
        CountDownLatch finished = new CountDownLatch(1);
        EndOnSignal signal = EndOnSignal.with(() -> stop(service, finished));
        try (Administration administration =
                Administration.start(installation, configuration.list(), service, instruments)) {
            LOG.info("The admin page is at {}", administration.url());
            service.run();
            LOG.info("Stopped");
            return 0;
        } finally {
            finished.countDown();
            signal.cancel();
        }
    }

    private static void stop(Service service, CountDownLatch finished) {
        try {
            service.stop();
            finished.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

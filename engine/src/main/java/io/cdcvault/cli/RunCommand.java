package io.cdcvault.cli;

import io.cdcvault.service.Administration;
import io.cdcvault.service.Installation;
import io.cdcvault.service.Instruments;
import io.cdcvault.service.Service;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Capture the master's changes, publish them to Kafka and load the vault, until stopped.",
        footer = {
            "",
            "Creates what is missing: the publication, the replication slot, the topics, the vault's tables.",
            "The first start takes a snapshot. Stop it with SIGTERM or Ctrl-C: it finishes what it has begun and ends",
            "within ten seconds. A kill loses nothing either."
        })
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--snapshot-anew",
            description = "If the replication slot is lost, take a new snapshot instead of ending. The vault keeps its"
                    + " history and closes what has disappeared. Without a loss this changes nothing.")
    private boolean snapshotAnew;

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = configuration.installation();
        Instruments instruments = Instruments.begin();
        Service service = new Service(installation, snapshotAnew, instruments);
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

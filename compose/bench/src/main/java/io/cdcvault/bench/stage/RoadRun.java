package io.cdcvault.bench.stage;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.direct.DirectChangeLog;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.publish.KafkaChangeLog;
import io.cdcvault.service.Instruments;
import io.cdcvault.service.LossConsent;
import io.cdcvault.service.Service;
import io.cdcvault.time.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The service itself, watched from outside: in the warehouse. */
final class RoadRun implements StageRun {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Setup setup;

    RoadRun(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void run(Watch watch) throws InterruptedException, SQLException {
        new FirstEvent(setup, watch).lookOut();
        storePosition();
        serve(watch);
        try (VaultProgress vault = VaultProgress.connect(setup.installation().settings())) {
            while (!watch.isOver()) {
                vault.report(watch);
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    /** The service then continues from there, as it does after any restart. */
    private void storePosition() throws InterruptedException {
        if (setup.installation().settings().kafka().bootstrapServers().isPresent()) {
            publishPosition();
        } else {
            loadPosition();
        }
    }

    private void loadPosition() {
        Installation installation = setup.installation();
        Warehouse warehouse = Warehouse.connect(installation.settings());
        warehouse.createMissing(installation.model());
        try (VaultLoader loader = new VaultLoader(
                warehouse, installation.feedName(), installation.loadPlans(), installation.policies(), Time.system())) {
            new DirectChangeLog(loader::load, CapturePosition.START, BatchLimit.of(1)).commit(setup.position());
        }
    }

    private void publishPosition() throws InterruptedException {
        Installation installation = setup.installation();
        setup.createTopics();
        try (KafkaChangeLog log = new KafkaChangeLog(
                setup.clients(), installation.topics(), installation.settings().name(), Time.system())) {
            log.open();
            log.commit(setup.position());
        }
    }

    private void serve(Watch watch) {
        new Thread(
                        () -> {
                            try {
                                Service.run(
                                                setup.installation(),
                                                new LossConsent(false, Optional.empty()),
                                                Instruments.begin(Time.system()))
                                        .run();
                            } catch (InterruptedException | RuntimeException e) {
                                watch.fail(e);
                            }
                        },
                        "service")
                .start();
    }
}

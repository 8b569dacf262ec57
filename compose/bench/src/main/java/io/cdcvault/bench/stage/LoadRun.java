package io.cdcvault.bench.stage;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ChangeFeed;
import io.cdcvault.feed.kafka.KafkaFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.Optional;

/** From the topics to the vault. */
final class LoadRun implements StageRun {

    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Setup setup;

    LoadRun(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void run(Watch watch) {
        Installation installation = setup.installation();
        Warehouse warehouse = Warehouse.connect(installation.settings());
        warehouse.createMissing(installation.model());
        try (VaultLoader loader = new VaultLoader(
                        warehouse,
                        installation.feedName(),
                        installation.loadPlans(),
                        installation.policies(),
                        Time.system());
                ChangeFeed feed = feed(installation)) {
            watch.begin();
            long transactions = 0;
            while (true) {
                ChangeBatch batch = feed.poll(PATIENCE);
                if (batch.isEmpty()) {
                    continue;
                }
                loader.load(batch);
                if (batch.checkpoint().isPresent()) {
                    transactions += batch.checkpoint().get().transactions();
                    watch.reached(batch.checkpoint().get().events(), transactions);
                }
            }
        }
    }

    private ChangeFeed feed(Installation installation) {
        return new KafkaFeed(
                setup.clients(),
                installation.topics(),
                installation.tables(),
                false,
                Optional.empty(),
                BatchLimit.of(installation.settings().load().batchRows()),
                Time.system());
    }
}

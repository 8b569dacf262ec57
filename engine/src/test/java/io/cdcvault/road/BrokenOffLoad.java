package io.cdcvault.road;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ChangeFeed;
import io.cdcvault.feed.kafka.KafkaFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.publish.PublishedPosition;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Loads a vault from the topics and stops dead now and then, after a batch or in the middle of one. */
final class BrokenOffLoad {

    private static final Duration POLL = Duration.ofMillis(250);

    private final Installation installation;
    private final Random random;
    private final KafkaClients clients;

    BrokenOffLoad(Installation installation, Random random) {
        this.installation = installation;
        this.random = random;
        this.clients = new KafkaClients(installation.settings());
    }

    /** Returns when all is loaded that was published. */
    void run() {
        long last = new PublishedPosition(clients, installation.topics(), Time.system())
                .read()
                .orElseThrow()
                .stamp()
                .number()
                .value();
        try (Warehouse warehouse = Warehouse.connect(installation.settings())) {
            warehouse.createMissing(installation.model());
        }
        long reached = 0;
        while (reached < last) {
            reached = loadSome(1 + random.nextInt(30), last);
        }
    }

    private long loadSome(int checkpoints, long last) {
        Warehouse warehouse = Warehouse.connect(installation.settings());
        try (VaultLoader loader = new VaultLoader(
                        warehouse,
                        installation.feedName(),
                        installation.loadPlans(),
                        installation.policies(),
                        Time.system());
                ChangeFeed feed = feed(loader)) {
            for (int i = 0; i < checkpoints && reached(loader) < last; ) {
                ChangeBatch batch = feed.poll(POLL);
                if (!batch.isEmpty()) {
                    loader.load(batch);
                }
                // Pieces of a large transaction do not count, or it would never be through.
                i += batch.checkpoint().isPresent() ? 1 : 0;
            }
            ChangeBatch halfway = feed.poll(POLL);
            if (reached(loader) < last) {
                loader.load(new ChangeBatch(
                        halfway.changes().subList(0, halfway.changes().size() / 2), Optional.empty()));
            }
            return reached(loader);
        }
    }

    private static long reached(VaultLoader loader) {
        return loader.position()
                .map(position -> position.stamp().number().value())
                .orElse(0L);
    }

    private ChangeFeed feed(VaultLoader loader) {
        return new KafkaFeed(
                clients,
                installation.topics(),
                installation.tables(),
                false,
                loader.position().map(position -> new KafkaFeed.Resume(position.resumeFrom(), position.stamp())),
                BatchLimit.of(installation.settings().load().batchRows()),
                Time.system());
    }
}

package io.cdcvault.service;

import io.cdcvault.bookkeeping.PartitionPositions;
import io.cdcvault.bookkeeping.PartitionPositions.PartitionPosition;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.kafka.GroupFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.Topics;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.publish.TransactionPartitions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a share of the topics, together with others that do the same. Waits while a service loads alone. */
final class GroupLoadWork implements Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupLoadWork.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Installation installation;
    private final Instruments instruments;
    private final KafkaClients clients;
    private final Warehouse warehouse;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean isStandingBy;

    GroupLoadWork(Installation installation, Instruments instruments) {
        this.installation = installation;
        this.instruments = instruments;
        this.clients = new KafkaClients(installation.settings(), instruments.clients());
        this.warehouse = Warehouse.connect(installation.settings());
    }

    /**
     * Loads until it is stopped.
     *
     * @throws CdcVaultException when it cannot continue
     */
    @Override
    public void run() throws InterruptedException {
        if (!waitForLock()) {
            return;
        }
        warehouse.createMissing(installation.model());
        try (Admin admin = clients.admin()) {
            new Topics(installation.settings()).createMissing(admin, installation.tables());
        }
        new TransactionPartitions(clients, installation.topics(), instruments.time()).requireAllRead();
        PartitionPositions positions = new PartitionPositions(warehouse, installation.feedName());
        VaultLoader loader = VaultLoader.ofGroup(
                warehouse,
                installation.feedName(),
                installation.loadPlans(),
                installation.policies(),
                instruments.time());
        try (GroupFeed feed = GroupFeed.join(GroupParts.of(installation, clients, positions, instruments.time()))) {
            positions.share(feed.partitions(), feed.transactions());
            SameTopics.require(installation, clients, furthest(positions), instruments.time());
            LOG.info("Loading the vault together with others");
            load(feed, instruments.measures().measured(loader::load));
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public boolean isStandingBy() {
        return isStandingBy;
    }

    @Override
    public void close() {
        warehouse.close();
    }

    private static long furthest(PartitionPositions positions) {
        return positions.read().values().stream()
                .mapToLong(PartitionPosition::transaction)
                .max()
                .orElse(0);
    }

    private void load(GroupFeed feed, Consumer<ChangeBatch> loader) {
        while (stopped.getCount() > 0) {
            warehouse.requireLock();
            ChangeBatch batch = feed.poll(PATIENCE);
            if (!batch.isEmpty()) {
                loader.accept(batch);
            }
        }
    }

    private boolean taken(boolean taken) {
        isStandingBy = !taken;
        return taken;
    }

    private boolean waitForLock() throws InterruptedException {
        String name = installation.settings().name();
        return StandBy.until(
                () -> taken(warehouse.tryShareLock(name)), stopped, "another service loads " + name + " alone");
    }
}

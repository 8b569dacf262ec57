package io.cdcvault.service;

import io.cdcvault.bookkeeping.PartitionPositions;
import io.cdcvault.bookkeeping.PartitionPositions.PartitionPosition;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.kafka.GroupFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over from a group whose loaders are gone. Each of its partitions may stand at another transaction: they are
 * loaded up to the furthest, and from there on whole transactions follow.
 */
final class GroupEnd {

    private static final Logger LOG = LoggerFactory.getLogger(GroupEnd.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Installation installation;
    private final KafkaClients clients;
    private final Warehouse warehouse;
    private final PartitionPositions positions;
    private final Time time;

    GroupEnd(Installation installation, KafkaClients clients, Warehouse warehouse, Time time) {
        this.time = time;
        this.installation = installation;
        this.clients = clients;
        this.warehouse = warehouse;
        this.positions = new PartitionPositions(warehouse, installation.feedName());
    }

    /**
     * To be called by a loader that loads alone from now on.
     *
     * @return false when it was stopped before the partitions stood at one transaction
     */
    boolean unite(BooleanSupplier isStopped) {
        LongSummaryStatistics transactions = transactions();
        if (transactions.getCount() == 0) {
            return true;
        }
        LOG.info(
                "Taking over from a group of loaders, whose partitions stand at the transactions {} to {}",
                transactions.getMin(),
                transactions.getMax());
        if (transactions.getMin() < transactions.getMax()) {
            SameTopics.require(installation, clients, transactions.getMax(), time);
            catchUp(transactions.getMax(), isStopped);
        }
        if (transactions().getMin() < transactions.getMax()) {
            return false;
        }
        positions.unite();
        return true;
    }

    private void catchUp(long furthest, BooleanSupplier isStopped) {
        VaultLoader loader = VaultLoader.ofGroup(
                warehouse, installation.feedName(), installation.loadPlans(), installation.policies(), time);
        try (GroupFeed feed = GroupFeed.alone(GroupParts.of(installation, clients, positions, time), furthest)) {
            positions.share(feed.partitions(), feed.transactions());
            while (!isStopped.getAsBoolean() && !feed.isAtEnd()) {
                warehouse.requireLock();
                ChangeBatch batch = feed.poll(PATIENCE);
                if (!batch.isEmpty()) {
                    loader.load(batch);
                }
            }
        }
    }

    private LongSummaryStatistics transactions() {
        return positions.read().values().stream()
                .mapToLong(PartitionPosition::transaction)
                .summaryStatistics();
    }
}

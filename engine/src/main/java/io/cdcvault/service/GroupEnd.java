package io.cdcvault.service;

import io.cdcvault.bookkeeping.PartitionPositions;
import io.cdcvault.bookkeeping.PartitionPositions.PartitionPosition;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.kafka.GroupFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
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
        List<TransactionNumber> transactions = transactions();
        if (transactions.isEmpty()) {
            return true;
        }
        TransactionNumber furthest = transactions.get(transactions.size() - 1);
        LOG.info(
                "Taking over from a group of loaders, whose partitions stand at the transactions {} to {}",
                transactions.get(0),
                furthest);
        if (furthest.isAfter(transactions.get(0))) {
            SameTopics.require(installation, clients, furthest, time);
            catchUp(furthest, isStopped);
        }
        if (furthest.isAfter(transactions().get(0))) {
            return false;
        }
        positions.unite();
        return true;
    }

    private void catchUp(TransactionNumber furthest, BooleanSupplier isStopped) {
        VaultLoader loader = VaultLoader.ofGroup(
                warehouse,
                installation.feedName(),
                installation.loadPlans(),
                SourceNews.policies(installation, time),
                time);
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

    /** The last transaction of each partition, from the one that is the furthest behind. */
    private List<TransactionNumber> transactions() {
        return positions.read().values().stream()
                .map(PartitionPosition::transaction)
                .sorted()
                .toList();
    }
}

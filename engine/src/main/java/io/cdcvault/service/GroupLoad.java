package io.cdcvault.service;

import io.cdcvault.bookkeeping.PartitionPositions;
import io.cdcvault.bookkeeping.PartitionPositions.PartitionPosition;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.kafka.GroupFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.VaultLoader;
import java.util.Comparator;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a share of the partitions; the services of a group divide them among themselves.
 *
 * <p>Why: docs/decisions/0009-loaders-share-partitions.md
 */
final class GroupLoad implements LoadRole {

    private static final Logger LOG = LoggerFactory.getLogger(GroupLoad.class);

    @Override
    public boolean tryLock(LoadSession session) {
        return session.warehouse()
                .tryShareLock(session.installation().settings().name());
    }

    @Override
    public String obstacle(String installation) {
        return "another service loads " + installation + " alone";
    }

    @Override
    public void load(LoadSession session) {
        Installation installation = session.installation();
        PartitionPositions positions = new PartitionPositions(session.warehouse(), installation.feedName());
        VaultLoader loader = VaultLoader.ofGroup(
                session.warehouse(),
                installation.feedName(),
                installation.loadPlans(),
                SourceNews.policies(installation, session.time()),
                session.time());
        try (GroupFeed feed =
                GroupFeed.join(GroupParts.of(installation, session.clients(), positions, session.time()))) {
            positions.share(feed.partitions(), feed.transactions());
            SameTopics.require(installation, session.clients(), furthest(positions), session.time());
            LOG.info("Loading the vault together with others");
            load(session, feed, session.measured(loader));
        }
    }

    private static void load(LoadSession session, GroupFeed feed, Consumer<ChangeBatch> loader) {
        while (!session.isStopped()) {
            session.warehouse().requireLock();
            ChangeBatch batch = feed.poll(LoadSession.PATIENCE);
            if (!batch.isEmpty()) {
                loader.accept(batch);
            }
        }
    }

    private static TransactionNumber furthest(PartitionPositions positions) {
        return positions.read().values().stream()
                .map(PartitionPosition::transaction)
                .max(Comparator.naturalOrder())
                .orElse(TransactionNumber.BEFORE_FIRST);
    }
}

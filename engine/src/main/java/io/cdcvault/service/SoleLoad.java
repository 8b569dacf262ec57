package io.cdcvault.service;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ReadAhead;
import io.cdcvault.feed.kafka.KafkaFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.relay.Relay;
import io.cdcvault.settings.Settings.Load.Policy;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads whole transactions in their order; no other service loads beside it. */
final class SoleLoad implements LoadRole {

    private static final Logger LOG = LoggerFactory.getLogger(SoleLoad.class);

    private final Relay relay;

    /** @param relay what this process publishes */
    SoleLoad(Relay relay) {
        this.relay = relay;
    }

    /** What was read, and up to where. */
    private record Read(ChangeBatch batch, Map<TopicPartition, Long> upTo) {}

    @Override
    public boolean tryLock(LoadSession session) {
        return session.warehouse().tryLock(session.installation().settings().name());
    }

    @Override
    public String obstacle(String installation) {
        return "another service loads " + installation;
    }

    @Override
    public void load(LoadSession session) throws InterruptedException {
        Installation installation = session.installation();
        GroupEnd groupEnd = new GroupEnd(installation, session.clients(), session.warehouse(), session.time());
        if (!groupEnd.unite(session::isStopped)) {
            return;
        }
        VaultLoader loader = new VaultLoader(
                session.warehouse(),
                installation.feedName(),
                installation.loadPlans(),
                SourceNews.policies(installation, session.time()),
                session.time());
        SameTopics.require(
                installation,
                session.clients(),
                loader.position().map(position -> position.stamp().number()).orElse(TransactionNumber.BEFORE_FIRST),
                session.time());
        LOG.info(
                "Loading the vault from {}",
                loader.position().map(position -> position.lsn().toString()).orElse("the beginning of the topics"));
        try (KafkaFeed feed = feed(session, loader.position());
                OffsetsForTools offsets = new OffsetsForTools(session.clients(), session.time())) {
            load(session, feed, offsets, session.measured(loader));
        }
    }

    /** Reads the next batch while one is loaded. */
    private static void load(LoadSession session, KafkaFeed feed, OffsetsForTools offsets, Consumer<ChangeBatch> loader)
            throws InterruptedException {
        try (ReadAhead<Read> reads = new ReadAhead<>(
                "loader-reading",
                isAwaited -> new Read(feed.poll(LoadSession.PATIENCE, isAwaited), feed.takenUpTo()))) {
            while (!session.isStopped()) {
                session.warehouse().requireLock();
                Read read = reads.next();
                if (!read.batch().isEmpty()) {
                    loader.accept(read.batch());
                }
                offsets.see(read.upTo());
            }
        }
    }

    private KafkaFeed feed(LoadSession session, Optional<AppliedPosition> applied) {
        Installation installation = session.installation();
        return new KafkaFeed(
                session.clients(),
                installation.topics(),
                installation.tables(),
                installation.settings().load().unknownTables() != Policy.IGNORE,
                applied.map(position -> new KafkaFeed.Resume(position.resumeFrom(), position.stamp())),
                relay,
                BatchLimit.of(installation.settings().load().batchRows()),
                session.time());
    }
}

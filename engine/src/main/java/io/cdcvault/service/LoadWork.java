package io.cdcvault.service;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ReadAhead;
import io.cdcvault.feed.kafka.KafkaFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.Topics;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.publish.TransactionPartitions;
import io.cdcvault.settings.Settings.Load.Policy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads: from the topics to the vault. Waits while another service does the same. */
final class LoadWork implements Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadWork.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Installation installation;
    private final Instruments instruments;
    private final KafkaClients clients;
    private final Warehouse warehouse;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean isStandingBy;

    LoadWork(Installation installation, Instruments instruments) {
        this.installation = installation;
        this.instruments = instruments;
        this.clients = new KafkaClients(installation.settings(), instruments.clients());
        this.warehouse = Warehouse.connect(installation.settings());
    }

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
        if (!new GroupEnd(installation, clients, warehouse, instruments.time()).unite(() -> stopped.getCount() == 0)) {
            return;
        }
        VaultLoader loader = new VaultLoader(
                warehouse,
                installation.feedName(),
                installation.loadPlans(),
                installation.policies(),
                instruments.time());
        SameTopics.require(
                installation,
                clients,
                loader.position().map(AppliedPosition::transactionNumber).orElse(0L),
                instruments.time());
        LOG.info(
                "Loading the vault from {}",
                loader.position().map(position -> position.lsn().toString()).orElse("the beginning of the topics"));
        try (KafkaFeed feed = feed(loader.position());
                OffsetsForTools offsets = new OffsetsForTools(clients, instruments.time())) {
            load(feed, offsets, instruments.measures().measured(loader::load));
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

    /** What was read, and up to where. */
    private record Read(ChangeBatch batch, Map<TopicPartition, Long> upTo) {}

    private void load(KafkaFeed feed, OffsetsForTools offsets, Consumer<ChangeBatch> loader)
            throws InterruptedException {
        try (ReadAhead<Read> reads = new ReadAhead<>(
                "loader-reading", isAwaited -> new Read(feed.poll(PATIENCE, isAwaited), feed.takenUpTo()))) {
            while (stopped.getCount() > 0) {
                warehouse.requireLock();
                Read read = reads.next();
                if (!read.batch().isEmpty()) {
                    loader.accept(read.batch());
                }
                offsets.see(read.upTo());
            }
        }
    }

    private boolean taken(boolean taken) {
        isStandingBy = !taken;
        return taken;
    }

    private boolean waitForLock() throws InterruptedException {
        String name = installation.settings().name();
        return StandBy.until(() -> taken(warehouse.tryLock(name)), stopped, "another service loads " + name);
    }

    private KafkaFeed feed(Optional<AppliedPosition> applied) {
        return new KafkaFeed(
                clients,
                installation.topics(),
                installation.tables(),
                installation.settings().load().unknownTables() != Policy.IGNORE,
                applied.map(position -> new KafkaFeed.Resume(position.resumeFrom(), position.stamp())),
                BatchLimit.of(installation.settings().load().batchRows()),
                instruments.time());
    }
}

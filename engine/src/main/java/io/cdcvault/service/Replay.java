package io.cdcvault.service;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ChangeFeed;
import io.cdcvault.feed.FeedName;
import io.cdcvault.feed.kafka.KafkaFeed;
import io.cdcvault.feed.kafka.WholeTopics;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.load.SecondVault;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.publish.PublishedPosition;
import io.cdcvault.publish.TransactionPartitions;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the vault a second time from the topics, in a schema of its own, while the service continues loading the first.
 * A replay that was interrupted continues where it was. Used by one thread.
 *
 * <p>Why: docs/decisions/0012-a-replayed-vault-is-compared-as-of-a-load-date.md
 */
public final class Replay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Installation installation;
    private final Installation second;
    private final FeedName feedName;
    private final KafkaClients clients;
    private final Warehouse warehouse;
    private final SecondVault vault;
    private final Time time;

    /**
     * How far it is.
     *
     * @param events row changes behind
     * @param ofEvents row changes published when it began
     */
    public record Progress(long events, long ofEvents) {}

    /**
     * Connects; changes nothing yet.
     *
     * @param schema of the second vault
     * @throws CdcVaultException when the warehouse cannot be reached, or another replay is at work there
     */
    public Replay(Installation installation, String schema, Time time) {
        this.time = time;
        this.installation = installation;
        this.second = installation.inSchema(schema);
        this.feedName = FeedName.ofReplay(installation.settings(), schema);
        this.clients = new KafkaClients(installation.settings());
        this.warehouse = Warehouse.connect(installation.settings());
        this.vault = new SecondVault(warehouse, installation.model(), installation.feedName(), feedName);
        if (!warehouse.tryLock(feedName.text())) {
            throw inUse("Another replay into schema " + schema + " is under way");
        }
    }

    /**
     * Loads the second vault up to what is published by now.
     *
     * @return where both vaults can be compared
     * @throws CdcVaultException when the topics do not reach back to the beginning
     */
    public CapturePosition catchUp(Consumer<Progress> progress) {
        WholeTopics.require(installation.settings(), installation.tables());
        new TransactionPartitions(clients, installation.topics(), time).requireAllRead();
        CapturePosition target = target();
        vault.createIfMissing();
        while (!isLoaded(target, progress)) {
            LOG.info("What cannot be loaded is parked");
        }
        return target;
    }

    /** Waits until the vault that stands has come as far; returns whether it did. */
    public boolean awaitFirst(CapturePosition target, Duration patience) throws InterruptedException {
        Deadline patienceEnds = time.deadline(patience);
        while (target.stamp().number().isAfter(transactions(vault.firstPosition()))) {
            if (patienceEnds.isPast()) {
                return false;
            }
            time.sleep(BETWEEN_LOOKS);
        }
        return true;
    }

    /**
     * Keeps services from loading the first vault until this is closed.
     *
     * @throws CdcVaultException when one does
     */
    public void requireAlone() {
        if (!warehouse.tryLock(installation.settings().name())) {
            throw inUse("A service loads " + installation.settings().name() + " at the moment");
        }
    }

    /** The load date up to which both vaults hold everything; no loader may run. */
    public LoadDate commonLoadDate(CapturePosition reached) {
        return vault.firstPosition()
                .map(position -> position.stamp().loadDate())
                .filter(first -> reached.stamp().loadDate().isAfter(first))
                .orElse(reached.stamp().loadDate());
    }

    /** The rows that wait as dead letters of the vault that stands, by source table. */
    public Map<String, Long> waiting() {
        return vault.waiting(false);
    }

    /** The rows that wait as dead letters of the second vault, by source table. */
    public Map<String, Long> waitingInReplay() {
        return vault.waiting(true);
    }

    /**
     * Puts the second vault in the place of the first, after {@link #requireAlone}.
     *
     * @throws CdcVaultException when others depend on the first; nothing is changed
     */
    public void swap() {
        vault.takePlace();
    }

    /** Takes the second vault away, whichever replay made it. */
    public void drop() {
        vault.dropIfExists();
    }

    @Override
    public void close() {
        warehouse.close();
    }

    /** Changes found unloadable in the midst of a large transaction are parked when it is loaded again. */
    private boolean isLoaded(CapturePosition target, Consumer<Progress> progress) {
        Warehouse connection = Warehouse.connect(installation.settings());
        try (VaultLoader loader = new VaultLoader(
                        connection,
                        feedName,
                        second.loadPlans(),
                        installation.policies().forReplay(),
                        time);
                ChangeFeed feed = feed(loader)) {
            load(feed, loader, target, progress);
            return true;
        } catch (CdcVaultException e) {
            if (e.kind() != FailureKind.CHANGE_UNLOADABLE) {
                throw e;
            }
            return false;
        }
    }

    private CapturePosition target() {
        CapturePosition published = new PublishedPosition(clients, installation.topics(), time)
                .read()
                .filter(position -> position.stamp().number().exists())
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.TOPICS_INCOMPLETE,
                        "Nothing was published under prefix "
                                + installation.topics().prefix()));
        if (published.isSnapshotUnfinished()) {
            throw inUse("A snapshot is under way; replay when it has ended");
        }
        return published;
    }

    private void load(ChangeFeed feed, VaultLoader loader, CapturePosition target, Consumer<Progress> progress) {
        Stopwatch silent = time.stopwatch();
        progress.accept(progress(loader, target));
        while (target.stamp().number().isAfter(transactions(loader.position()))) {
            ChangeBatch batch = feed.poll(POLL);
            if (!batch.isEmpty()) {
                loader.load(batch);
                silent = time.stopwatch();
                progress.accept(progress(loader, target));
            } else if (silent.isOver(SILENCE)) {
                throw new CdcVaultException(
                        FailureKind.TOPICS_INCOMPLETE,
                        "The records of transaction "
                                + transactions(loader.position()).next() + " are not all on the topics");
            }
        }
    }

    private static Progress progress(VaultLoader loader, CapturePosition target) {
        return new Progress(loader.position().map(AppliedPosition::events).orElse(0L), target.events());
    }

    private ChangeFeed feed(VaultLoader loader) {
        return new KafkaFeed(
                clients,
                installation.topics(),
                installation.tables(),
                false,
                loader.position().map(position -> new KafkaFeed.Resume(position.resumeFrom(), position.stamp())),
                BatchLimit.of(installation.settings().load().batchRows()),
                time);
    }

    private static TransactionNumber transactions(Optional<AppliedPosition> position) {
        return position.map(each -> each.stamp().number()).orElse(TransactionNumber.BEFORE_FIRST);
    }

    private static CdcVaultException inUse(String message) {
        return new CdcVaultException(FailureKind.WAREHOUSE_IN_USE, message);
    }
}

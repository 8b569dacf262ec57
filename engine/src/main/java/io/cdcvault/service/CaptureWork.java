package io.cdcvault.service;

import io.cdcvault.capture.connector.CaptureScope;
import io.cdcvault.capture.engine.DebeziumCapture;
import io.cdcvault.capture.snapshot.WantedSnapshots;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.LostRange;
import io.cdcvault.database.Login;
import io.cdcvault.database.SourceServer;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Captures: from the master's WAL to a destination. Waits while another service does the same. */
final class CaptureWork implements Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureWork.class);
    private static final Duration BATCH_PATIENCE = Duration.ofSeconds(7);

    private final Installation installation;
    private final Destination destination;
    private final LossConsent consent;
    private final WantedSnapshots wanted;
    private final ServerChanges changes;
    private final Time time;
    private final SourceDatabase source;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Interruptible preparation = new Interruptible();
    private volatile boolean isStandingBy;
    private volatile @Nullable DebeziumCapture capture;
    private @Nullable Publishing publishing;

    /**
     * @param wanted snapshots of single tables, to be taken while it streams
     * @param changes of the server, noticed over all captures of a service
     */
    CaptureWork(
            Installation installation,
            Destination destination,
            LossConsent consent,
            WantedSnapshots wanted,
            ServerChanges changes,
            Time time) {
        this.time = time;
        this.installation = installation;
        this.destination = destination;
        this.consent = consent;
        this.wanted = wanted;
        this.changes = changes;
        this.source = SourceDatabase.connect(installation.settings(), "capture");
    }

    @Override
    public void run() throws InterruptedException {
        Optional<DebeziumCapture> ready = preparation.run(() -> waitForLock() ? prepare() : Optional.empty());
        if (ready.isPresent() && stopped.getCount() > 0) {
            try {
                stream(ready.get());
            } catch (CdcVaultException e) {
                changes.captureFailed();
                throw e;
            }
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (preparation.end()) {
            source.abort();
            destination.abort();
        }
        DebeziumCapture running = capture;
        if (running != null) {
            stop(running);
        }
    }

    @Override
    public boolean isStandingBy() {
        return isStandingBy;
    }

    @Override
    public void close() {
        destination.close();
        source.close();
    }

    private void stop(DebeziumCapture running) {
        try {
            if (!running.isStreaming()) {
                source.endSlotCreation();
            }
        } catch (CdcVaultException e) {
            LOG.debug("The master does not answer; the capture loses its connections", e);
        }
        try {
            if (!running.stop(BATCH_PATIENCE)) {
                destination.abort();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stream(DebeziumCapture ready) {
        Publishing watched = Objects.requireNonNull(publishing, "not prepared");
        SlotWait wait = new SlotWait(source, slotName());
        Heartbeat heartbeat = new Heartbeat(source, time);
        Runnable looks = () -> {
            wait.look();
            heartbeat.look();
            watched.look();
            lookAtDestination();
        };
        try (SlotGuard guard = SlotGuard.watch(source, slotName(), looks, ready::abandon, time)) {
            try {
                ready.run();
            } catch (CdcVaultException e) {
                throw unlessTakenOver(e);
            } finally {
                // The connector's own failure is but a consequence of a lost slot.
                guard.requireSlot();
            }
        }
    }

    private void lookAtDestination() {
        try {
            destination.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A process that did not run for a while is fenced by the service that took over, and may wait for its turn. */
    private CdcVaultException unlessTakenOver(CdcVaultException e) {
        return e.kind() != FailureKind.KAFKA_FENCED || source.holdsLock()
                ? e
                : new CdcVaultException(
                        FailureKind.SLOT_IN_USE,
                        "Another service took over the capture through slot " + slotName()
                                + " while this process did not run",
                        e);
    }

    private boolean waitForLock() throws InterruptedException {
        Settings settings = installation.settings();
        Optional<String> prefix = settings.kafka().bootstrapServers().map(servers -> settings.topicPrefix());
        String why = "another service captures from slot " + slotName() + ", or writes where this one would";
        return StandBy.until(() -> taken(source.tryLock(prefix)), stopped, why)
                && StandBy.until(() -> taken(destination.tryLock()), stopped, why);
    }

    private boolean taken(boolean taken) {
        isStandingBy = !taken;
        return taken;
    }

    private Optional<DebeziumCapture> prepare() throws InterruptedException {
        Losses losses = new Losses(installation);
        OwnSlot slot = new OwnSlot(source, installation.settings().source().url(), destination, losses, time);
        ServerCheck server = slot.lookAtServer();
        if (source.isCapturedFromStandby()) {
            source.requireCapturable();
            server.requireOfOneClusterWith(
                    SourceServer.look(source.settings(), "server check").identity());
        } else {
            server.requirePrimary();
        }
        source.requireLogicalWal();
        source.requireFailoverSlots();
        source.requireOwnSession();
        source.requireEncoding();
        Publishing publishing = new Publishing(installation, source, time);
        List<TableName> tables = publishing.tables();
        destination.prepare(tables);
        if (consent.maySnapshotAnew()
                || destination.stored().filter(position -> !position.isStart()).isEmpty()) {
            publishing.prepare();
        }
        OwnSlot.Beginning beginning = slot.beginning(server, consent, stopped);
        publishing.begin();
        CaptureScope scope = new CaptureScopes(installation, source).scope(tables);
        beginning.accepted().ifPresent(lost -> accept(losses, lost, beginning.bySnapshot()));
        SameSlotLog log = new SameSlotLog(
                stillOnStandby(destination.log()),
                slot::requireSame,
                (before, stored) -> changes.streams(before, stored, address()));
        CapturePosition from = slot.begin(log.open(), log, beginning).at(server.identity());
        slot.keepInStep();
        LOG.info(
                from.isStart() ? "Capturing {} tables, beginning with a snapshot" : "Capturing {} tables from {}",
                tables.size(),
                from.commitLsn());
        DebeziumCapture ready = new DebeziumCapture(
                source.settings(),
                source.captured(),
                scope,
                destination.wantsTombstones(),
                log,
                from,
                wanted,
                publishing::isEnded,
                time);
        this.publishing = publishing;
        capture = ready;
        return Optional.of(ready);
    }

    private void accept(Losses losses, LostRange lost, boolean bySnapshot) {
        Optional<String> reason = consent.acceptLost();
        if (reason.isPresent()) {
            changes.note(losses.accept(lost, reason.get(), bySnapshot));
        } else {
            losses.remember(lost);
        }
    }

    /** Captured from a standby, changes are of its timeline as long as it is one. */
    private ChangeLog stillOnStandby(ChangeLog log) {
        return source.isCapturedFromStandby() && source.isStandby() ? new StandbyLog(log, source::isStandby) : log;
    }

    private String address() {
        return Login.address(source.captured().source());
    }

    private String slotName() {
        return source.settings().source().slot();
    }
}

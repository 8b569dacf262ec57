package io.cdcvault.service;

import io.cdcvault.capture.CaptureScope;
import io.cdcvault.capture.DebeziumCapture;
import io.cdcvault.capture.SourceDatabase;
import io.cdcvault.capture.WantedSnapshots;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.database.Login;
import io.cdcvault.database.SourceServer;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Captures: from the master's WAL to a destination. Waits while another service does the same. */
final class CaptureWork implements Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureWork.class);
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(3);

    private final Installation installation;
    private final Destination destination;
    private final boolean maySnapshotAnew;
    private final WantedSnapshots wanted;
    private final SourceDatabase source;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable DebeziumCapture capture;
    private @Nullable Publishing publishing;

    /**
     * @param maySnapshotAnew whether to take a new snapshot when the slot is lost, instead of ending
     * @param wanted snapshots of single tables, to be taken while it streams
     */
    CaptureWork(Installation installation, Destination destination, boolean maySnapshotAnew, WantedSnapshots wanted) {
        this.installation = installation;
        this.destination = destination;
        this.maySnapshotAnew = maySnapshotAnew;
        this.wanted = wanted;
        this.source = SourceDatabase.connect(installation.settings(), "capture");
    }

    @Override
    public void run() throws InterruptedException {
        if (waitForLock()) {
            DebeziumCapture ready = prepare();
            if (ready != null) {
                stream(ready);
            }
        }
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        if (capture != null) {
            capture.stop();
        }
    }

    @Override
    public synchronized void close() {
        destination.close();
        source.close();
    }

    private void stream(DebeziumCapture ready) {
        Publishing watched = Objects.requireNonNull(publishing, "not prepared");
        try (SlotGuard guard = SlotGuard.watch(source, slotName(), watched::look, ready::stop)) {
            try {
                ready.run();
            } finally {
                // The connector's own failure is but a consequence of a lost slot.
                guard.requireSlot();
            }
        }
    }

    private boolean waitForLock() throws InterruptedException {
        Settings settings = installation.settings();
        Optional<String> prefix = settings.kafka().bootstrapServers().map(servers -> settings.topicPrefix());
        return waitFor(() -> source.tryLock(prefix)) && waitFor(destination::tryLock);
    }

    private boolean waitFor(BooleanSupplier lock) throws InterruptedException {
        boolean told = false;
        while (!lock.getAsBoolean()) {
            if (!told) {
                LOG.info(
                        "Standing by: another service captures from slot {}, or writes where this one would",
                        slotName());
                told = true;
            }
            if (stopped.await(1, TimeUnit.SECONDS)) {
                return false;
            }
        }
        return true;
    }

    private synchronized @Nullable DebeziumCapture prepare() throws InterruptedException {
        if (stopped.getCount() == 0) {
            return null;
        }
        ServerCheck server = lookAtServer();
        server.requirePrimary();
        source.requireLogicalWal();
        Publishing publishing = new Publishing(installation, source);
        List<TableName> tables = publishing.tables();
        destination.prepare(tables);
        if (maySnapshotAnew
                || destination.stored().filter(position -> !position.isStart()).isEmpty()) {
            publishing.prepare();
        }
        boolean anew = checkSlot(server);
        publishing.begin();
        CaptureScope scope = new CaptureScopes(installation, source).scope(tables);
        ChangeLog log = new SameSlotLog(destination.log(), this::requireSameSlot);
        CapturePosition from = begin(log.open(), log, anew).at(server.identity());
        LOG.info(
                from.isStart() ? "Capturing {} tables, beginning with a snapshot" : "Capturing {} tables from {}",
                tables.size(),
                from.commitLsn());
        capture = new DebeziumCapture(source.settings(), scope, destination.wantsTombstones(), log, from, wanted);
        this.publishing = publishing;
        return capture;
    }

    /**
     * Done before the log is opened, which would fence a service that is doing well. Returns whether the slot is lost
     * and a new snapshot is to be taken.
     */
    private boolean checkSlot(ServerCheck server) throws InterruptedException {
        requireIdleSlot();
        Optional<CapturePosition> stored = destination.stored();
        SlotCheck check = new SlotCheck(slotName(), source.slot());
        check.requireOurs(stored);
        Optional<String> replaced = stored.flatMap(server::replaced);
        Optional<String> loss = replaced.or(() -> stored.flatMap(check::loss));
        if (loss.isPresent() && !maySnapshotAnew) {
            throw new CdcVaultException(
                    replaced.isPresent() ? FailureKind.SOURCE_REPLACED : FailureKind.SLOT_MISSING, loss.get());
        }
        loss.ifPresent(why -> LOG.warn("{}: a new snapshot is taken, as was asked for", why));
        return loss.isPresent();
    }

    private ServerCheck lookAtServer() {
        Settings settings = installation.settings();
        return new ServerCheck(SourceServer.look(settings, "server check"), Login.address(settings.source()));
    }

    /** Called by the thread that writes; the connection serves it and the guard in turn. */
    private void requireSameSlot(CapturePosition committed) {
        lookAtServer().replaced(committed).ifPresent(why -> {
            throw new CdcVaultException(FailureKind.SOURCE_REPLACED, why);
        });
        new SlotCheck(slotName(), source.slot()).loss(committed).ifPresent(why -> {
            throw new CdcVaultException(FailureKind.SLOT_MISSING, why);
        });
    }

    /** The slot of a service that has just died is let go in a moment. */
    private void requireIdleSlot() throws InterruptedException {
        long patienceEnds = System.nanoTime() + SLOT_PATIENCE.toNanos();
        while (source.slot().filter(SourceDatabase.Slot::isActive).isPresent()) {
            if (System.nanoTime() > patienceEnds || stopped.await(200, TimeUnit.MILLISECONDS)) {
                throw new CdcVaultException(
                        FailureKind.SLOT_IN_USE, "Another program streams from replication slot " + slotName());
            }
        }
    }

    /** A snapshot fits the changes after it, without gap or overlap, only together with a slot made for it. */
    private CapturePosition begin(CapturePosition stored, ChangeLog opened, boolean anew) {
        if (stored.isStart() || anew) {
            opened.commit(stored.snapshotBegun());
        }
        if (stored.isSnapshotUnfinished() || anew) {
            source.dropSlot();
            return stored.withoutOffset();
        }
        return stored;
    }

    private String slotName() {
        return source.settings().source().slot();
    }
}

package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.LostRange;
import io.cdcvault.database.FailoverSlot;
import io.cdcvault.database.PrimaryConnection;
import io.cdcvault.database.SourceServer;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the server and its replication slot before a capture streams, for the service that has the right to capture.
 */
final class OwnSlot {

    private static final Logger LOG = LoggerFactory.getLogger(OwnSlot.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Settings settings;
    private final SourceDatabase source;
    private final Destination destination;
    private final String name;
    private final String allServers;
    private final Losses losses;
    private final Time time;

    /** @param allServers the URL of all servers, one of which is used */
    OwnSlot(SourceDatabase source, String allServers, Destination destination, Losses losses, Time time) {
        this.allServers = allServers;
        this.time = time;
        this.losses = losses;
        this.settings = source.settings();
        this.source = source;
        this.destination = destination;
        this.name = settings.source().slot();
    }

    ServerCheck lookAtServer() {
        return new ServerCheck(SourceServer.look(source.captured(), "server check"));
    }

    /**
     * How a capture begins.
     *
     * @param bySnapshot whether the slot is lost and a new snapshot is to be taken
     * @param accepted what the server does not have of what was captured, as a person has accepted
     */
    record Beginning(boolean bySnapshot, Optional<LostRange> accepted) {

        private static final Beginning WHERE_IT_STANDS = new Beginning(false, Optional.empty());
    }

    /**
     * Done before the log is opened, which would fence a service that is doing well.
     *
     * @throws CdcVaultException when the slot is another's, or something is lost and no one has consented to it
     */
    Beginning beginning(ServerCheck server, LossConsent consent, CountDownLatch stopped) throws InterruptedException {
        Optional<CapturePosition> stored = destination.stored();
        // A service that was killed while it waited for its slot leaves a session behind that waits on.
        if (stored.filter(CapturePosition::isSnapshotUnfinished).isPresent()) {
            source.endSlotCreation();
        }
        requireIdle(stopped);
        SlotCheck check = new SlotCheck(name, source.slot());
        check.requireOurs(stored);
        stored.ifPresent(position -> requireLatest(server, position));
        Optional<LostRange> lost = stored.flatMap(server::lost);
        if (lost.isPresent() && consent.acceptLost().isPresent()) {
            CapturePosition rewound = rewound(stored.orElseThrow(), lost.get());
            return new Beginning(check.loss(rewound).isPresent(), lost);
        }
        Optional<String> replaced = stored.flatMap(server::replaced);
        Optional<String> loss = replaced.or(() -> stored.flatMap(check::loss));
        if (loss.isEmpty()) {
            return Beginning.WHERE_IT_STANDS;
        }
        if (!consent.maySnapshotAnew()) {
            throw new CdcVaultException(
                    replaced.isPresent() ? FailureKind.SOURCE_REPLACED : FailureKind.SLOT_MISSING,
                    loss.get() + lost.map(losses::shown).orElse(""));
        }
        LOG.warn("{}: a new snapshot is taken, as was asked for", loss.get());
        return new Beginning(true, stored.flatMap(server::parted));
    }

    /** The server that took over is one of the others: it is away, and the one before has come back. */
    private void requireLatest(ServerCheck server, CapturePosition stored) {
        if (server.isReplaying(stored)) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_UNREACHABLE,
                    server.replaced(stored).orElse("") + ". The service waits until this standby has replayed it");
        }
        if (PrimaryConnection.urls(allServers).size() > 1 && server.isLeftBehind(stored)) {
            PrimaryConnection.forget(allServers);
            throw new CdcVaultException(
                    FailureKind.SOURCE_UNREACHABLE,
                    server.replaced(stored).orElse("") + ". The service waits for the server of that timeline");
        }
    }

    /** Called by the thread that writes; the connection serves it and the guard in turn. */
    void requireSame(CapturePosition committed) {
        lookAtServer().replaced(committed).ifPresent(why -> {
            throw new CdcVaultException(FailureKind.SOURCE_REPLACED, why);
        });
        new SlotCheck(name, source.slot()).loss(committed).ifPresent(why -> {
            throw new CdcVaultException(FailureKind.SLOT_MISSING, why);
        });
    }

    /**
     * Where to begin, stored.
     *
     * @param log open
     */
    CapturePosition begin(CapturePosition stored, SameSlotLog log, Beginning beginning) {
        // A snapshot fits the changes after it, without gap or overlap, only together with a slot made for it.
        if (stored.isStart() || beginning.bySnapshot()) {
            log.commit(stored.snapshotBegun());
        }
        if (stored.isSnapshotUnfinished() || beginning.bySnapshot()) {
            source.dropSlot();
            return stored.withoutOffset();
        }
        if (beginning.accepted().isPresent()) {
            CapturePosition rewound = rewound(stored, beginning.accepted().get());
            log.rewind(rewound);
            return rewound;
        }
        return stored;
    }

    /**
     * Lets standbys keep the slot in step, if that is wanted and they do not yet: a service that is about to stream.
     * One that it has yet to create, the connector creates so.
     */
    void keepInStep() {
        boolean isLeftBehind = settings.source().failover()
                && source.slot().filter(slot -> !slot.isFailover()).isPresent();
        if (isLeftBehind) {
            FailoverSlot.make(settings);
            LOG.info("Replication slot {} is a failover slot from now on", name);
        }
    }

    private static CapturePosition rewound(CapturePosition stored, LostRange lost) {
        return stored.rewound(lost.after(), lost.now());
    }

    /** The slot of a service that has just died is let go in a moment. */
    private void requireIdle(CountDownLatch stopped) throws InterruptedException {
        Deadline patienceEnds = time.deadline(PATIENCE);
        while (source.slot().filter(SourceDatabase.Slot::isActive).isPresent()) {
            if (patienceEnds.isPast() || stopped.await(200, TimeUnit.MILLISECONDS)) {
                throw new CdcVaultException(
                        FailureKind.SLOT_IN_USE, "Another program streams from replication slot " + name);
            }
        }
    }
}

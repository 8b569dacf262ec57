package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.database.Login;
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
    private final Time time;

    OwnSlot(Settings settings, SourceDatabase source, Destination destination, Time time) {
        this.time = time;
        this.settings = settings;
        this.source = source;
        this.destination = destination;
        this.name = settings.source().slot();
    }

    ServerCheck lookAtServer() {
        return new ServerCheck(SourceServer.look(settings, "server check"), Login.address(settings.source()));
    }

    /**
     * Done before the log is opened, which would fence a service that is doing well. Returns whether the slot is lost
     * and a new snapshot is to be taken.
     *
     * @param maySnapshotAnew whether to take a new snapshot when the slot is lost, instead of ending
     * @throws CdcVaultException when the slot is another's, or lost and no new snapshot may be taken
     */
    boolean isToBeMadeAgain(ServerCheck server, boolean maySnapshotAnew, CountDownLatch stopped)
            throws InterruptedException {
        Optional<CapturePosition> stored = destination.stored();
        // A service that was killed while it waited for its slot leaves a session behind that waits on.
        if (stored.filter(CapturePosition::isSnapshotUnfinished).isPresent()) {
            source.endSlotCreation();
        }
        requireIdle(stopped);
        SlotCheck check = new SlotCheck(name, source.slot());
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

    /** Called by the thread that writes; the connection serves it and the guard in turn. */
    void requireSame(CapturePosition committed) {
        lookAtServer().replaced(committed).ifPresent(why -> {
            throw new CdcVaultException(FailureKind.SOURCE_REPLACED, why);
        });
        new SlotCheck(name, source.slot()).loss(committed).ifPresent(why -> {
            throw new CdcVaultException(FailureKind.SLOT_MISSING, why);
        });
    }

    /** A snapshot fits the changes after it, without gap or overlap, only together with a slot made for it. */
    CapturePosition begin(CapturePosition stored, ChangeLog opened, boolean fromSnapshot) {
        if (stored.isStart() || fromSnapshot) {
            opened.commit(stored.snapshotBegun());
        }
        if (stored.isSnapshotUnfinished() || fromSnapshot) {
            source.dropSlot();
            return stored.withoutOffset();
        }
        return stored;
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

package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.failure.MachineFailure;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the replication slot while a capture streams from it. The connector does not notice that its slot was dropped
 * or invalidated: it tries again for half an hour, or makes a new one and skips what lies between.
 */
final class SlotGuard implements AutoCloseable {

    private static final long SECONDS_BETWEEN_LOOKS = 2;

    /** The connector reconnects in less, if it can; a connection that only it has may be dead without its noticing. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private final SourceDatabase source;
    private final String slotName;
    private final Runnable alsoLooks;
    private final Runnable stop;
    private final Time time;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(SlotGuard::thread);
    private boolean wasSeen;
    /** Since a client last streamed from it; empty during the snapshot. */
    private Optional<Stopwatch> idle = Optional.empty();

    private volatile @Nullable CdcVaultException failure;

    private SlotGuard(SourceDatabase source, String slotName, Runnable alsoLooks, Runnable stop, Time time) {
        this.time = time;
        this.source = source;
        this.slotName = slotName;
        this.alsoLooks = alsoLooks;
        this.stop = stop;
    }

    /**
     * Begins to watch.
     *
     * @param source whose connection serves one statement at a time
     * @param alsoLooks at something else of the source each time, on the guard's thread; what it throws ends the
     *     capture
     * @param stop ends the capture
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A look hands its failure to requireSlot.
    static SlotGuard watch(SourceDatabase source, String slotName, Runnable alsoLooks, Runnable stop, Time time) {
        SlotGuard guard = new SlotGuard(source, slotName, alsoLooks, stop, time);
        guard.looks.scheduleWithFixedDelay(guard::look, 0, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        return guard;
    }

    /**
     * Says why the capture was stopped, if it was by this guard.
     *
     * @throws CdcVaultException when the slot was lost, or could not be watched any more
     */
    void requireSlot() {
        CdcVaultException found = failure;
        if (found != null) {
            throw found;
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private void look() {
        try {
            check(source.slot());
            alsoLooks.run();
        } catch (CdcVaultException e) {
            // With the connection the lock is gone too: it must be taken again to continue.
            endWith(e);
        } catch (RuntimeException e) {
            endWith(new CdcVaultException(FailureKind.DEFECT, "Watching the replication slot failed: " + e, e));
        } catch (Error e) {
            endWith(MachineFailure.of("Watching the replication slot", e));
        }
    }

    private void endWith(CdcVaultException e) {
        failure = e;
        looks.shutdown();
        stop.run();
    }

    private void check(Optional<SourceDatabase.Slot> slot) {
        if (slot.map(SourceDatabase.Slot::isLost).orElse(wasSeen)) {
            throw new CdcVaultException(
                    FailureKind.SLOT_MISSING,
                    "Replication slot " + slotName
                            + (slot.isEmpty() ? " was dropped" : " was invalidated by the master")
                            + " while changes were captured through it");
        }
        // A slot that is being created may be gone again.
        wasSeen |= slot.flatMap(SourceDatabase.Slot::confirmed).isPresent();
        slot.ifPresent(this::checkActive);
    }

    private void checkActive(SourceDatabase.Slot slot) {
        if (slot.isActive()) {
            idle = Optional.of(time.stopwatch());
        } else if (idle.filter(since -> since.isOver(LONGEST_IDLE)).isPresent()) {
            throw new CdcVaultException(
                    FailureKind.CAPTURE_FAILED,
                    "No client has streamed from replication slot " + slotName + " for " + LONGEST_IDLE.toSeconds()
                            + " s");
        }
    }

    private static Thread thread(Runnable look) {
        Thread thread = new Thread(look, "cdc-vault-slot-guard");
        thread.setDaemon(true);
        return thread;
    }
}

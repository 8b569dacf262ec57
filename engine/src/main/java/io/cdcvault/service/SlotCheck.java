package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase.Slot;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.Optional;

/**
 * Holds the replication slot against the stored position before a capture begins: one that would skip changes must not
 * start.
 */
public final class SlotCheck {

    private static final int LONGEST = 63;

    private final String name;
    private final Optional<Slot> slot;

    public SlotCheck(String name, Optional<Slot> slot) {
        this.name = name;
        this.slot = slot;
    }

    /** As it was looked at. */
    public Optional<Slot> slot() {
        return slot;
    }

    /**
     * Whether the slot may be used at all.
     *
     * @throws CdcVaultException when it is not ours
     */
    public void requireOurs(Optional<CapturePosition> stored) {
        slot.flatMap(Slot::otherUse).ifPresent(use -> {
            throw foreign(use + ": another installation or program uses it");
        });
        if (slot.isPresent() && stored.isEmpty()) {
            throw foreign("exists, but this installation has captured nothing through it: another one may use it");
        }
    }

    /** Why changes after the position cannot be had from the slot any more; empty when they can. */
    public Optional<String> loss(CapturePosition stored) {
        if (stored.isStart() || stored.isSnapshotUnfinished()) {
            return Optional.empty();
        }
        String captured = ", but changes up to " + stored.commitLsn() + " were captured through it";
        if (slot.isEmpty()) {
            return Optional.of("Replication slot " + name + " does not exist" + captured);
        }
        if (slot.get().isLost()) {
            return Optional.of("Replication slot " + name + " was invalidated by the master" + captured);
        }
        // Nothing is confirmed before it is stored, so another client has advanced the slot.
        return slot.flatMap(Slot::confirmed)
                .filter(confirmed -> confirmed.compareTo(stored.commitLsn()) > 0)
                .map(confirmed -> "Replication slot " + name + " was created again or advanced to " + confirmed
                        + " by another client" + captured);
    }

    /** The option that gives the installation a slot of its own, beside the one in use. */
    public String ownSlot() {
        String beginning = name.substring(0, Math.min(LONGEST - 2, name.length()));
        return "--set source.slot=" + beginning + "_2";
    }

    public String name() {
        return name;
    }

    private CdcVaultException foreign(String why) {
        return new CdcVaultException(
                FailureKind.SLOT_FOREIGN,
                "Replication slot " + name + " " + why + ". Use a slot of its own for this installation: " + ownSlot());
    }
}

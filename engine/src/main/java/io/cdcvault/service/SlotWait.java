package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log for which transactions the master waits before the slot that it creates can be used. */
final class SlotWait {

    private static final Logger LOG = LoggerFactory.getLogger(SlotWait.class);

    private final SourceDatabase source;
    private final String slotName;
    private String lastSaid = "";
    private boolean isOver;

    SlotWait(SourceDatabase source, String slotName) {
        this.source = source;
        this.slotName = slotName;
    }

    /** Asks the master until the slot is there. */
    void look() {
        if (!isOver) {
            isOver = source.slot().flatMap(SourceDatabase.Slot::confirmed).isPresent();
            source.awaitedByNewSlot().filter(who -> !who.equals(lastSaid)).ifPresent(this::say);
        }
    }

    private void say(String who) {
        lastSaid = who;
        LOG.warn(
                "The first snapshot waits until transactions end that were open when replication slot {} was to be"
                        + " created: {}",
                slotName,
                who);
    }
}

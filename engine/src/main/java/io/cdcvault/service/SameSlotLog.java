package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A change log that looks at the replication slot once, when the stream has begun and before anything of it is written.
 * From then on no client can drop the slot without ending the stream; but between the look at the start and the
 * beginning of the stream the slot may have been dropped and created again, and the connector itself creates one that
 * is missing.
 */
final class SameSlotLog implements ChangeLog {

    private final ChangeLog log;
    private final Consumer<CapturePosition> requireSameSlot;
    private final BiConsumer<CapturePosition, CapturePosition> continued;
    private CapturePosition committed = CapturePosition.START;
    private boolean isChecked;
    private boolean hasContinued;

    /**
     * To be opened.
     *
     * @param requireSameSlot throws when the slot has skipped changes after the position
     * @param continued given the position before, and the first one that is stored after it
     */
    SameSlotLog(
            ChangeLog log,
            Consumer<CapturePosition> requireSameSlot,
            BiConsumer<CapturePosition, CapturePosition> continued) {
        this.log = log;
        this.requireSameSlot = requireSameSlot;
        this.continued = continued;
    }

    @Override
    public CapturePosition open() {
        committed = log.open();
        return committed;
    }

    @Override
    public void append(ChangeRecord record) {
        if (record.kind() == ChangeRecord.Kind.BEGIN) {
            check();
        }
        log.append(record);
    }

    @Override
    public void commit(CapturePosition position) {
        // A new snapshot accepts the loss of what the slot has skipped.
        if (!position.isSnapshotUnfinished()) {
            check();
        }
        log.commit(position);
        if (isChecked && !hasContinued) {
            hasContinued = true;
            continued.accept(committed, position);
        }
        committed = position;
    }

    /** Stores where to begin instead, before the stream begins: what comes after was lost, and the loss accepted. */
    void rewind(CapturePosition earlier) {
        log.commit(earlier);
        committed = earlier;
    }

    @Override
    public void close() {
        log.close();
    }

    /** As long as a snapshot is under way there is nothing to compare the slot with. */
    private void check() {
        if (!isChecked && !committed.isStart() && !committed.isSnapshotUnfinished()) {
            requireSameSlot.accept(committed);
            isChecked = true;
        }
    }
}

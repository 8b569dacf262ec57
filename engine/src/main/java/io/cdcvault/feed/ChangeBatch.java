package io.cdcvault.feed;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import java.util.List;
import java.util.Optional;

/**
 * Changes in order. A batch with a checkpoint completes every transaction that it touches; one without is a piece of a
 * transaction too large to hold in memory, and more pieces follow. A batch with rows of a snapshot has no others: what
 * a snapshot did not show disappears after all that came before it, and before anything that comes after.
 *
 * @param checkpoint where the feed stands after these changes
 * @param lateCommit for a transaction whose earlier pieces came without their commit's LSN
 */
public record ChangeBatch(List<RowChange> changes, Optional<Checkpoint> checkpoint, Optional<LateCommit> lateCommit) {

    public static final ChangeBatch EMPTY = new ChangeBatch(List.of(), Optional.empty());

    /** Where a transaction committed, known at its end: its first pieces were handed on before. */
    public record LateCommit(TransactionStamp stamp, Lsn lsn) {}

    public ChangeBatch(List<RowChange> changes, Optional<Checkpoint> checkpoint) {
        this(changes, checkpoint, Optional.empty());
    }

    public ChangeBatch {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && checkpoint.isEmpty() && lateCommit.isEmpty();
    }
}

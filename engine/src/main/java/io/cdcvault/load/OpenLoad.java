package io.cdcvault.load;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one warehouse transaction has done since it began, and what it was made of, as far as memory allows: most of it
 * is loaded again when one of its changes turns out to be unloadable, and to begin the feed again takes much longer.
 */
final class OpenLoad {

    private static final BatchLimit MOST_KEPT = BatchLimit.of(Integer.MAX_VALUE);

    private final List<ChangeBatch> kept = new ArrayList<>();
    private long keptBytes;
    private boolean isTooLarge;

    /** By the number of a single table's snapshot, the rows that it showed. */
    private final Map<Long, Long> shown = new TreeMap<>();

    private double busySeconds;

    /** To be called with each batch before it is staged. */
    void keep(ChangeBatch batch) {
        for (RowChange change : batch.changes()) {
            keptBytes += change.origin().content().size();
        }
        // The only batch is in memory anyway.
        isTooLarge |= !kept.isEmpty() && MOST_KEPT.isReached(0, keptBytes);
        kept.add(batch);
        if (isTooLarge) {
            kept.clear();
        }
    }

    /** All batches since the transaction began, in their order; none when they are too much to be kept. */
    List<ChangeBatch> kept() {
        return List.copyOf(kept);
    }

    void count(List<RowChange> staged) {
        for (RowChange change : staged) {
            if (change.operation() == Operation.READ) {
                change.snapshot().ifPresent(snapshot -> shown.merge(snapshot, 1L, Long::sum));
            }
        }
    }

    void worked(double seconds) {
        busySeconds += seconds;
    }

    Map<Long, Long> shown() {
        return shown;
    }

    double busySeconds() {
        return busySeconds;
    }
}

package io.cdcvault.load;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one warehouse transaction has done since it began. */
final class OpenLoad {

    /** By the number of a single table's snapshot, the rows that it showed. */
    private final Map<Long, Long> shown = new TreeMap<>();

    private double busySeconds;

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

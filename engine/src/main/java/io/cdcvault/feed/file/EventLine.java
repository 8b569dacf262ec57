package io.cdcvault.feed.file;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.RowChange;
import java.util.Map;

/** What one line of the file says. */
sealed interface EventLine {

    /** PostgreSQL's transaction id: names a transaction for as long as it is open. */
    String transaction();

    /** A transaction begins. The BEGINs of a file stand in commit order. */
    record Begin(String transaction) implements EventLine {}

    /**
     * A transaction, or a part of a snapshot, is complete. The ENDs of a file stand in commit order.
     *
     * @param commitTime in microseconds since 1970, but no finer than a millisecond
     * @param counts rows by {@code schema.table}
     */
    record End(String transaction, Lsn commitLsn, long commitTime, Map<String, Long> counts) implements EventLine {

        public End {
            counts = Map.copyOf(counts);
        }
    }

    /**
     * A row's change.
     *
     * @param change not yet stamped
     * @param commitTime in microseconds since 1970
     * @param lsn its own
     */
    record Row(String transaction, RowChange change, long commitTime, Lsn lsn, Origin origin) implements EventLine {}

    /** Where a row comes from. */
    enum Origin {
        STREAM,
        SNAPSHOT,
        LAST_OF_SNAPSHOT;

        boolean isSnapshot() {
            return this != STREAM;
        }
    }
}

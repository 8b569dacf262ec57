package io.cdcvault.change;

import java.util.List;

/**
 * How far a table's snapshot is.
 *
 * @param after the key of the last row that was read, as text; empty before the first
 * @param rows read so far
 */
public record SnapshotCursor(TableSnapshot snapshot, List<String> after, long rows) {

    public SnapshotCursor {
        after = List.copyOf(after);
    }

    /** Before the first row. */
    public static SnapshotCursor atBeginning(TableSnapshot snapshot) {
        return new SnapshotCursor(snapshot, List.of(), 0);
    }
}

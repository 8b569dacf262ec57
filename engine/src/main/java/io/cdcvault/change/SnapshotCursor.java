package io.cdcvault.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a table's snapshot is.
 *
 * @param after the key of the last row that was read, as text, with NULLs where it has some; empty before the first
 * @param rows read so far
 */
public record SnapshotCursor(TableSnapshot snapshot, List<@Nullable String> after, long rows) {

    public SnapshotCursor {
        after = Collections.unmodifiableList(new ArrayList<>(after));
    }

    /** Whether rows were read: from their position in the WAL on, the stream shows what exists, too. */
    public boolean hasBegun() {
        return !after.isEmpty();
    }

    /** Before the first row. */
    public static SnapshotCursor atBeginning(TableSnapshot snapshot) {
        return new SnapshotCursor(snapshot, List.of(), 0);
    }
}

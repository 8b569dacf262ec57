package io.cdcvault.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a table's snapshot is.
 *
 * @param after the key of the last row that was read, as text, with NULLs where it has some; of a partial snapshot the
 *     number of the last key that was looked for; empty before the first
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

    /** How many keys a partial snapshot has looked for. */
    public long keys() {
        return after.isEmpty() ? 0 : Long.parseLong(Objects.requireNonNull(after.get(0)));
    }

    /** Before the first row. */
    public static SnapshotCursor atBeginning(TableSnapshot snapshot) {
        return new SnapshotCursor(snapshot, List.of(), 0);
    }
}

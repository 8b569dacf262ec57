package io.cdcvault.change;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The snapshots of single tables that a capture has taken: one after the other, in the order of their numbers.
 *
 * @param completed the number of the last one
 * @param current the one under way
 */
public record TableSnapshots(OptionalLong completed, Optional<SnapshotCursor> current) {

    public static final TableSnapshots NONE = new TableSnapshots(OptionalLong.empty(), Optional.empty());

    /** Begins the next one that is asked for, unless one is under way; one that is no longer asked for is let go. */
    public TableSnapshots following(Collection<TableSnapshot> wanted) {
        Optional<SnapshotCursor> kept = current.filter(cursor -> wanted.contains(cursor.snapshot()));
        return new TableSnapshots(completed, kept.or(() -> wanted.stream()
                .filter(snapshot -> completed.isEmpty() || snapshot.number() > completed.getAsLong())
                .min(Comparator.comparingLong(TableSnapshot::number))
                .map(SnapshotCursor::atBeginning)));
    }

    /** After some rows, which more follow. */
    public TableSnapshots at(SnapshotCursor cursor) {
        return new TableSnapshots(completed, Optional.of(cursor));
    }

    /** After the last row of the one under way. */
    public TableSnapshots ended() {
        return new TableSnapshots(
                current.map(cursor -> OptionalLong.of(cursor.snapshot().number()))
                        .orElse(completed),
                Optional.empty());
    }

    /** The one under way is taken from its beginning. */
    public TableSnapshots begunAnew() {
        return new TableSnapshots(completed, Optional.empty());
    }
}

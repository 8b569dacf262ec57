package io.cdcvault.capture.snapshot;

import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.SnapshotKeys;
import io.cdcvault.change.TableSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which tables' snapshots are asked for, and what holds up the one under way. The keys of a partial one are handed over
 * some at a time, so that the stream never waits for the warehouse that keeps them. Thread-safe.
 */
public final class WantedSnapshots {

    private volatile Optional<List<TableSnapshot>> wanted = Optional.empty();
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile Optional<SnapshotCursor> awaitsKeys = Optional.empty();
    private volatile Optional<SnapshotKeys> keys = Optional.empty();

    /** All that are asked for and not finished. */
    public void update(Collection<TableSnapshot> all) {
        wanted = Optional.of(List.copyOf(all));
    }

    /** Where a partial snapshot is that cannot continue without its next keys. */
    public Optional<SnapshotCursor> awaitsKeys() {
        return awaitsKeys;
    }

    /** The keys that it continues with. */
    public void give(SnapshotKeys next) {
        keys = Optional.of(next);
        awaitsKeys = Optional.empty();
    }

    /**
     * Those that a partial snapshot reads next.
     *
     * @param most how many
     * @return empty while they are not known, and for a snapshot of all rows
     */
    public Optional<SnapshotKeys> keysAfter(SnapshotCursor cursor, int most) {
        if (!cursor.snapshot().isPartial()) {
            return Optional.empty();
        }
        Optional<SnapshotKeys> next = keys.flatMap(known -> known.following(cursor, most));
        awaitsKeys = next.isPresent() ? Optional.empty() : Optional.of(cursor);
        return next;
    }

    /** Why the snapshot under way does not continue at the moment. */
    public Optional<String> obstacle() {
        return obstacle;
    }

    /** Empty until the first call. */
    public Optional<List<TableSnapshot>> wanted() {
        return wanted;
    }

    public void isHeldUpBy(String what) {
        obstacle = Optional.of(what);
    }

    public void goesOn() {
        obstacle = Optional.empty();
    }
}

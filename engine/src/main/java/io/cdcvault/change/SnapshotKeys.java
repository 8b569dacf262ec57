package io.cdcvault.change;

import java.util.List;
import java.util.Optional;

/**
 * The keys whose rows a partial snapshot reads next.
 *
 * @param columns of the source that make up a key
 * @param after how many keys come before these
 * @param keys as text, each with a value for each of the columns
 * @param areLast whether no more follow
 */
public record SnapshotKeys(
        TableSnapshot snapshot, List<String> columns, long after, List<List<String>> keys, boolean areLast) {

    public SnapshotKeys {
        columns = List.copyOf(columns);
        keys = keys.stream().map(List::copyOf).toList();
    }

    /**
     * Those that follow what was read so far.
     *
     * @param most how many
     * @return empty when they are not among these
     */
    public Optional<SnapshotKeys> following(SnapshotCursor cursor, int most) {
        long passed = cursor.keys() - after;
        boolean areKnown = snapshot.equals(cursor.snapshot()) && passed >= 0 && (areLast || passed < keys.size());
        if (!areKnown) {
            return Optional.empty();
        }
        int from = (int) Math.min(passed, keys.size());
        int until = Math.min(keys.size(), from + most);
        return Optional.of(new SnapshotKeys(
                snapshot, columns, cursor.keys(), keys.subList(from, until), areLast && until == keys.size()));
    }

    /** After the rows of these keys. */
    public SnapshotCursor next(SnapshotCursor before, int rows) {
        return new SnapshotCursor(snapshot, List.of(Long.toString(after + keys.size())), before.rows() + rows);
    }
}

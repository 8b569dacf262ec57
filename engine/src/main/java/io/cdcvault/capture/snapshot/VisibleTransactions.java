package io.cdcvault.capture.snapshot;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The transactions whose changes a snapshot of the master shows.
 *
 * @param oldestOpen all before this one are shown
 * @param before none from here on is
 * @param open of those between, the ones that are not shown
 */
public record VisibleTransactions(long oldestOpen, long before, Set<Long> open) {

    public VisibleTransactions {
        open = Set.copyOf(open);
    }

    /** @param snapshot as {@code pg_current_snapshot()} writes it: {@code 730:734:730,732} */
    static VisibleTransactions parse(String snapshot) {
        String[] parts = snapshot.split(":", -1);
        Set<Long> open = parts[2].isEmpty()
                ? Set.of()
                : Arrays.stream(parts[2].split(",", -1)).map(Long::valueOf).collect(Collectors.toSet());
        return new VisibleTransactions(Long.parseLong(parts[0]), Long.parseLong(parts[1]), open);
    }

    /**
     * Whether a committed transaction is shown.
     *
     * @param number as the replication stream carries it, in 32 bits: the one of its likes that is nearest is meant
     */
    public boolean contains(long number) {
        long whole = before + (int) (number - before);
        return whole < oldestOpen || (whole < before && !open.contains(whole));
    }
}

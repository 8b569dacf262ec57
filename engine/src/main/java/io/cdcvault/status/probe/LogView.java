package io.cdcvault.status.probe;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionStamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The topics, seen after the warehouse: so they are never behind the vault, unless they are not the same topics.
 *
 * @param published where the capture stands; empty when nothing was ever published
 * @param oldestPending the first transaction that the vault lacks
 * @param ends by topic, all partitions together
 * @param waiting records that the vault has not read, by topic, at most; empty when not known
 * @param missing topics that something was published to, and that are gone
 * @param heldBack what transactions of other programs hold back
 * @param seenAt this machine's clock, in microseconds since 1970
 */
public record LogView(
        Optional<CapturePosition> published,
        Optional<TransactionStamp> oldestPending,
        Map<String, Long> ends,
        Map<String, Long> waiting,
        List<String> missing,
        List<Obstruction> heldBack,
        long seenAt) {

    /** What holds readers back, and what to do. */
    public record Obstruction(String what, String todo) {}

    public LogView(
            Optional<CapturePosition> published,
            Optional<TransactionStamp> oldestPending,
            Map<String, Long> ends,
            long seenAt) {
        this(published, oldestPending, ends, Map.of(), List.of(), List.of(), seenAt);
    }
}

package io.cdcvault.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a capture continues after a restart. Stored with the changes that it covers, in one atomic step, or not at all.
 *
 * @param offset what the connector needs, as it names it; empty before the first change
 * @param stamp the last transaction's
 * @param events row changes captured so far
 * @param commitLsn the last transaction's commit, or where the snapshot was taken
 * @param snapshots of single tables
 * @param server that the changes come from; empty when the position was stored by a version that did not know
 */
public record CapturePosition(
        Map<String, Object> offset,
        TransactionStamp stamp,
        long events,
        Lsn commitLsn,
        TableSnapshots snapshots,
        Optional<ServerIdentity> server) {

    public static final CapturePosition START =
            new CapturePosition(Map.of(), TransactionStamp.BEFORE_FIRST, 0, Lsn.BEGINNING);

    /** As the connector names what an offset holds. */
    private static final String LSN = "lsn";

    private static final String LSN_OF_COMMIT = "lsn_commit";

    public CapturePosition {
        offset = Collections.unmodifiableMap(new LinkedHashMap<>(offset));
    }

    /** Without a snapshot of a single table, ever. */
    public CapturePosition(Map<String, Object> offset, TransactionStamp stamp, long events, Lsn commitLsn) {
        this(offset, stamp, events, commitLsn, TableSnapshots.NONE, Optional.empty());
    }

    /** The same position on the server that changes come from now. */
    public CapturePosition at(ServerIdentity current) {
        return new CapturePosition(offset, stamp, events, commitLsn, snapshots, Optional.of(current));
    }

    /** How far the WAL was read: a heartbeat may have come after the last transaction. */
    public Lsn reached() {
        Lsn resumed = offset.get(LSN) instanceof Number number ? new Lsn(number.longValue()) : commitLsn;
        return resumed.compareTo(commitLsn) > 0 ? resumed : commitLsn;
    }

    /**
     * Continues on a server that has nothing of what this position covers beyond an earlier one.
     *
     * @param left where the server's history left the one that was captured
     */
    public CapturePosition rewound(Lsn left, ServerIdentity continued) {
        Map<String, Object> earlier = new LinkedHashMap<>(offset);
        earlier.put(LSN, left.bytes());
        earlier.replace(LSN_OF_COMMIT, left.bytes());
        return new CapturePosition(earlier, stamp, events, left, snapshots, Optional.of(continued));
    }

    public boolean isStart() {
        return offset.isEmpty();
    }

    /** Whether the capture ended in the middle of its first snapshot. */
    public boolean isSnapshotUnfinished() {
        return offset.containsKey("snapshot") && !Boolean.TRUE.equals(offset.get("snapshot_completed"));
    }

    /** Whether the first snapshot is complete: changes follow. */
    public boolean isPastSnapshot() {
        return !isStart() && !isSnapshotUnfinished();
    }

    /** To be stored before a snapshot: if it is interrupted before its first rows, its slot is known to be ours. */
    public CapturePosition snapshotBegun() {
        return new CapturePosition(
                Map.of("snapshot", "INITIAL", "snapshot_completed", false),
                stamp,
                events,
                commitLsn,
                snapshots.begunAnew(),
                server);
    }

    /** Begins again with a snapshot, but continues counting. */
    public CapturePosition withoutOffset() {
        return new CapturePosition(Map.of(), stamp, events, commitLsn, snapshots.begunAnew(), server);
    }
}

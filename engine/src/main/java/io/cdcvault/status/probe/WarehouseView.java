package io.cdcvault.status.probe;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.LeftOutView;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.SnapshotView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The warehouse.
 *
 * @param loaders services that have the right to load
 * @param applied empty when nothing was ever loaded
 * @param rows by vault table
 * @param loadedAt when rows were last added, by vault table
 * @param paused since when
 * @param deadLetters that are open
 * @param snapshots of single tables
 * @param drifts tables whose changes do not arrive, or did not for a time
 * @param loadedForSeconds since the first load
 * @param processes the services that said lately what they do
 * @param lockWait present when the loader has waited for a lock for some seconds
 * @param modelStand another text whenever the model in use may have become another
 * @param followed how many changes of the source's columns the vault has followed, by kind
 * @param leftOut tables and columns that have come at the source and are not loaded
 */
public record WarehouseView(
        int loaders,
        Optional<AppliedView> applied,
        Map<String, Long> rows,
        Map<String, Instant> loadedAt,
        Map<Pausable, Instant> paused,
        long deadLetters,
        List<SnapshotView> snapshots,
        List<DriftView> drifts,
        OptionalDouble loadedForSeconds,
        List<ProcessView> processes,
        Optional<LockWait> lockWait,
        String modelStand,
        Map<String, Long> followed,
        List<LeftOutView> leftOut) {

    public WarehouseView(
            int loaders,
            Optional<AppliedView> applied,
            Map<String, Long> rows,
            Map<String, Instant> loadedAt,
            Map<Pausable, Instant> paused,
            long deadLetters,
            List<SnapshotView> snapshots,
            List<DriftView> drifts,
            OptionalDouble loadedForSeconds) {
        this(
                loaders,
                applied,
                rows,
                loadedAt,
                paused,
                deadLetters,
                snapshots,
                drifts,
                loadedForSeconds,
                List.of(),
                Optional.empty(),
                "",
                Map.of(),
                List.of());
    }

    public boolean isLoaderLocked() {
        return loaders > 0;
    }
}

package io.cdcvault.admin;

import io.cdcvault.capture.snapshot.SnapshotProgress;
import io.javalin.config.RoutesConfig;
import java.util.Optional;

/** How far the snapshot is. */
final class SnapshotRoutes implements Routes {

    private final String topicPrefix;

    SnapshotRoutes(String topicPrefix) {
        this.topicPrefix = topicPrefix;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/snapshot", context -> {
            Optional<SnapshotProgress> progress = SnapshotProgress.ofCapture(topicPrefix);
            Json.write(
                    context,
                    Json.object(
                            "state", progress.map(SnapshotRoutes::state).orElse("none"),
                            "tables", progress.map(SnapshotProgress::tables).orElse(0),
                            "remaining",
                                    progress.map(SnapshotProgress::remaining).orElse(0),
                            "seconds", progress.map(SnapshotProgress::seconds).orElse(0L),
                            "rows", progress.map(SnapshotProgress::rows).orElse(java.util.Map.of())));
        });
    }

    private static String state(SnapshotProgress progress) {
        return progress.isRunning() ? "running" : "completed";
    }
}

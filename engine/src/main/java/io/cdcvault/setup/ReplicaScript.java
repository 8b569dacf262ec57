package io.cdcvault.setup;

import io.cdcvault.settings.Settings;
import java.util.List;

/** The replica's part: it has its roles and its privileges from the master. */
final class ReplicaScript {

    private ReplicaScript() {}

    static List<String> lines(Settings settings) {
        if (settings.replica().isEmpty()) {
            return List.of();
        }
        return List.of(
                "-- On the replica, as a superuser: the master's vacuum spares what its readers still see.",
                "alter system set hot_standby_feedback = on;",
                "select pg_reload_conf();");
    }
}

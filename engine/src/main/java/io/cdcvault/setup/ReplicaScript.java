package io.cdcvault.setup;

import io.cdcvault.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** The replica's part: it has its roles and its privileges from the master. */
final class ReplicaScript {

    private ReplicaScript() {}

    static List<String> lines(Settings settings) {
        boolean failover = settings.source().failover();
        if (settings.replica().isEmpty()
                && !failover
                && settings.source().captureUrl().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("-- On the replica, as a superuser: the master's vacuum spares what its readers still see.");
        lines.add("alter system set hot_standby_feedback = on;");
        if (failover) {
            lines.add("-- The same on each standby that may take the master's place: it keeps the slot in step.");
            lines.add("alter system set sync_replication_slots = on;");
            lines.add("-- It takes a physical slot of the master, and any database's name in primary_conninfo:");
            lines.add("--   alter system set primary_slot_name = 'replica';");
            lines.add("--   alter system set primary_conninfo = '(as it is) dbname=" + Roles.database(settings.source())
                    + "';");
            lines.add("-- After a promotion, set synchronized_standby_slots there as on the master before.");
        }
        if (settings.source().captureUrl().isPresent()) {
            lines.add(
                    "-- Changes are captured from here (PostgreSQL 16 or newer): counts when the server is restarted.");
            lines.add("alter system set wal_level = 'logical';");
        }
        lines.add("select pg_reload_conf();");
        return lines;
    }
}

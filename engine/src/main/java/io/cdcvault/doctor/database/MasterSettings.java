package io.cdcvault.doctor.database;

import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the master's server is set up for streaming its changes. */
public final class MasterSettings implements Check {

    private static final String QUERY =
            """
            select current_setting('server_version_num') as version, current_setting('server_version') as release,
              pg_is_in_recovery() as in_recovery, current_setting('wal_level') as wal_level,
              (select setting::bigint from pg_settings where name = 'max_slot_wal_keep_size') as keep_megabytes,
              (select setting::bigint from pg_settings where name = 'max_wal_size') as checkpoint_megabytes,
              case when not pg_is_in_recovery() then (
                select max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))::bigint / 1048576
                from pg_replication_slots) end as slowest_megabytes,
              coalesce((select setting::bigint from pg_settings where name = 'idle_replication_slot_timeout'), 0)
                as idle_timeout,
              (select setting::bigint from pg_settings where name = 'wal_sender_timeout') as sender_timeout""";

    private static final int OLDEST_VERSION = 130_000;
    private static final long SMALLEST_KEPT_MEGABYTES = 8192;
    private static final String RELOAD = "select pg_reload_conf()";

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        return assess(session.row(QUERY));
    }

    public static List<Finding> assess(CatalogRow server) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(server));
        if (server.is("in_recovery")) {
            findings.add(recovery());
        }
        findings.add(walLevel(server.text("wal_level")));
        findings.add(keptWal(server));
        findings.add(idleTimeout(server.number("idle_timeout")));
        findings.add(senderTimeout(server.number("sender_timeout")));
        return findings;
    }

    private static Finding version(CatalogRow server) {
        Subject subject = new Subject(Area.MASTER, "version", "Servers before PostgreSQL 13 were never tried.");
        return server.number("version") < OLDEST_VERSION
                ? subject.error("PostgreSQL " + server.text("release"))
                : subject.ok("PostgreSQL " + server.text("release"));
    }

    private static Finding recovery() {
        return new Subject(Area.MASTER, "role", "Changes are captured where they are made.")
                .error("source.url leads to a standby");
    }

    private static Finding walLevel(String level) {
        Subject subject = new Subject(
                Area.MASTER, "wal_level", "Only a logical WAL says what changed in which row of which table.");
        return level.equals("logical")
                ? subject.ok(level)
                : subject.error(
                        level,
                        Fix.sql(MASTER, "alter system set wal_level = 'logical'")
                                .afterRestart());
    }

    private static Finding keptWal(CatalogRow server) {
        long megabytes = server.number("keep_megabytes");
        long checkpointMegabytes = server.number("checkpoint_megabytes");
        Subject subject = new Subject(
                Area.MASTER,
                "max_slot_wal_keep_size",
                "It is what keeps a slot that no client reads from filling the master's disk, and what invalidates a slot"
                        + " that is read too slowly.");
        // A limit below what any slot keeps now would invalidate that slot at the next checkpoint.
        long fitting = Math.max(
                Math.max(SMALLEST_KEPT_MEGABYTES, 4 * checkpointMegabytes), 2 * server.number("slowest_megabytes"));
        Fix[] fixes = {
            Fix.sql(MASTER, "alter system set max_slot_wal_keep_size = '" + fitting + "MB'"), Fix.sql(MASTER, RELOAD)
        };
        if (megabytes < 0) {
            return subject.warning("no limit", fixes);
        }
        return megabytes < checkpointMegabytes
                ? subject.warning(megabytes + " MB, which is less than max_wal_size", fixes)
                : subject.ok(megabytes + " MB");
    }

    private static Finding idleTimeout(long setting) {
        Subject subject = new Subject(
                Area.MASTER,
                "idle_replication_slot_timeout",
                "It invalidates the slot of a service that rests for longer, and a new snapshot is needed.");
        return setting == 0
                ? subject.ok("off")
                : subject.warning(
                        "on",
                        Fix.sql(MASTER, "alter system set idle_replication_slot_timeout = 0"),
                        Fix.sql(MASTER, RELOAD));
    }

    private static Finding senderTimeout(long millis) {
        Subject subject = new Subject(
                Area.MASTER,
                "wal_sender_timeout",
                "After it the slot of a service that was cut off is free for the next one.");
        return millis == 0
                ? subject.warning(
                        "off", Fix.sql(MASTER, "alter system set wal_sender_timeout = '60s'"), Fix.sql(MASTER, RELOAD))
                : subject.ok(millis + " ms");
    }
}

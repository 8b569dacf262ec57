package io.cdcvault.doctor.database;

import static io.cdcvault.doctor.finding.Fix.Place.REPLICA;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the replica follows its master and is set up so that it continues doing so. */
public final class ReplicaSettings implements Check {

    private static final String QUERY =
            """
            select pg_is_in_recovery() as in_recovery, current_setting('hot_standby_feedback') as feedback,
              current_setting('primary_slot_name') as slot,
              -- The status is hidden from roles without pg_monitor; that there is a receiver is not.
              exists (select from pg_stat_wal_receiver where coalesce(status, 'streaming') = 'streaming') as receives,
              case when pg_is_in_recovery() then pg_is_wal_replay_paused() end as paused""";

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        return assess(session.row(QUERY));
    }

    public static List<Finding> assess(CatalogRow replica) {
        Subject role = new Subject(Area.REPLICA, "role", "A server that was promoted goes its own way.");
        if (!replica.is("in_recovery")) {
            return List.of(role.error("is no standby: it was promoted, or replica.url leads elsewhere"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(role.ok("standby"));
        findings.add(receiver(replica));
        if (replica.is("paused")) {
            findings.add(new Subject(Area.REPLICA, "replay", "What is not replayed is not seen by its readers.")
                    .warning("is paused", Fix.sql(REPLICA, "select pg_wal_replay_resume()")));
        }
        findings.add(feedback(replica.text("feedback")));
        findings.add(slot(replica.text("slot")));
        return findings;
    }

    private static Finding receiver(CatalogRow replica) {
        Subject subject = new Subject(Area.REPLICA, "WAL receiver", "Without it the replica falls behind.");
        return replica.is("receives")
                ? subject.ok("streaming")
                : subject.error("does not stream: see the replica's log and its primary_conninfo");
    }

    private static Finding feedback(String setting) {
        Subject subject = new Subject(
                Area.REPLICA,
                "hot_standby_feedback",
                "Without it the master's vacuum ends long queries on the replica, such as those of verify --replica.");
        return setting.equals("on")
                ? subject.ok("on")
                : subject.warning(
                        setting,
                        Fix.sql(REPLICA, "alter system set hot_standby_feedback = on"),
                        Fix.sql(REPLICA, "select pg_reload_conf()"));
    }

    private static Finding slot(String name) {
        Subject subject = new Subject(
                Area.REPLICA,
                "primary_slot_name",
                "Without a physical slot the master throws away WAL that a replica still needs while that is away.");
        return name.isEmpty()
                ? subject.warning(
                        "is not set",
                        Fix.sql(Fix.Place.MASTER, "select pg_create_physical_replication_slot('replica', true)"),
                        Fix.sql(REPLICA, "alter system set primary_slot_name = 'replica'"),
                        Fix.sql(REPLICA, "select pg_reload_conf()"))
                : subject.ok(name);
    }
}

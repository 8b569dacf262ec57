package io.cdcvault.doctor.database;

import static io.cdcvault.doctor.finding.Fix.Place.REPLICA;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether a standby keeps the service's slot in step, so that it can take the master's place. */
public final class FailoverOfStandby implements Check {

    private static final String QUERY =
            """
            select pg_is_in_recovery() as in_recovery, current_setting('sync_replication_slots', true) as synchronizes,
              current_setting('hot_standby_feedback') as feedback, current_setting('primary_slot_name') as slot,
              -- Hidden from roles without pg_monitor.
              (select setting from pg_settings where name = 'primary_conninfo') as conninfo,
              s.slot_name as ours, to_jsonb(s) ->> 'synced' as synced, s.temporary,
              coalesce(to_jsonb(s) ->> 'invalidation_reason', '') as invalid
            from (select) one left join pg_replication_slots s on s.slot_name = ?""";

    private static final Fix RELOAD = Fix.sql(REPLICA, "select pg_reload_conf()");

    private final String name;
    private final String slot;

    /**
     * A check of one standby.
     *
     * @param name of the server, as the findings call it
     * @param slot the service's
     */
    public FailoverOfStandby(String name, String slot) {
        this.name = name;
        this.slot = slot;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        return assess(session.row(QUERY, slot));
    }

    /** Nothing of a server that is no standby. */
    public List<Finding> assess(CatalogRow standby) {
        List<Finding> findings = new ArrayList<>();
        if (!standby.is("in_recovery")) {
            return findings;
        }
        findings.add(setting("sync_replication_slots", standby.text("synchronizes")));
        findings.add(setting("hot_standby_feedback", standby.text("feedback")));
        if (standby.text("slot").isEmpty()) {
            findings.add(subject("primary_slot_name", "Slots are kept in step by standbys with a physical slot only.")
                    .error("is not set"));
        }
        if (standby.optional("conninfo")
                .filter(text -> !text.contains("dbname"))
                .isPresent()) {
            findings.add(subject("primary_conninfo", "Slots are read over a connection to a database.")
                    .error("names no dbname: add one to it, any that the master has"));
        }
        findings.add(ours(standby));
        return findings;
    }

    private Finding setting(String setting, String value) {
        Subject subject = subject(setting, "Without it no slot is kept in step on this standby.");
        return value.equals("on")
                ? subject.ok("on")
                : subject.error(
                        value.isEmpty() ? "does not exist before PostgreSQL 17" : value,
                        Fix.sql(REPLICA, "alter system set " + setting + " = on"),
                        RELOAD);
    }

    private Finding ours(CatalogRow standby) {
        Subject subject = subject("slot " + slot, "A promoted standby continues the stream by this slot.");
        if (standby.text("ours").isEmpty()) {
            return subject.warning(
                    "is not there yet: if this standby were promoted now, a new snapshot would be needed");
        }
        if (!standby.text("synced").equals("true")) {
            return subject.error(
                    "is its own, so the master's is not copied: drop it when no one streams from it",
                    Fix.sql(REPLICA, "select pg_drop_replication_slot('" + slot + "')"));
        }
        if (!standby.text("invalid").isEmpty()) {
            return subject.error("was invalidated: " + standby.text("invalid"));
        }
        return standby.is("temporary")
                ? subject.warning(
                        "is not in step yet, and would be lost with a promotion now: it takes until the service"
                                + " has confirmed what is newer than this standby")
                : subject.ok("is in step");
    }

    private Subject subject(String what, String why) {
        return new Subject(Area.REPLICA, what + " (" + name + ")", why);
    }
}

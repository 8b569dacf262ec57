package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.settings.Settings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The master's replication slots, and how many more there may be. */
public final class SlotChecks implements Check {

    /** Nothing for a standby, which has no position to write at. */
    private static final String SLOTS =
            """
            select s.slot_name as name, s.slot_type as kind, s.active, s.database, s.plugin, coalesce(s.wal_status, 'creating') as wal_status,
              case when not pg_is_in_recovery() then
                greatest(coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0), 0)::bigint end as retained,
              -- Since PostgreSQL 17.
              left(to_jsonb(s) ->> 'inactive_since', 19) as since
            from pg_replication_slots s where not s.temporary order by 1""";

    private static final String LIMITS =
            """
            select current_setting('max_replication_slots') as slots, current_setting('max_wal_senders') as senders,
              (select count(*) from pg_replication_slots) as used_slots,
              (select count(*) from pg_stat_replication) as used_senders""";

    private final Settings.Source settings;

    public SlotChecks(Settings settings) {
        this.settings = settings.source();
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        List<SlotState> slots = session.rows(SLOTS).stream().map(SlotState::of).toList();
        List<Finding> findings = new ArrayList<>();
        Optional<SlotState> ours = slots.stream()
                .filter(slot -> slot.name().equals(settings.slot()))
                .findFirst();
        ours.ifPresent(slot -> findings.add(ours(slot)));
        findings.addAll(others(slots));
        findings.addAll(limits(session.row(LIMITS), ours));
        return findings;
    }

    /** That it is lost or missing is assessed together with the stored position. */
    private Finding ours(SlotState slot) {
        Subject subject = new Subject(
                Area.MASTER,
                "WAL kept for slot " + slot.name(),
                "What the slot holds back is on the master's disk until the service has read it.");
        String kept = bytes(slot.retainedBytes()) + (slot.isActive() ? ", being read" : ", no client reads it now");
        if (slot.walStatus().equals("unreserved")) {
            return subject.error(
                    kept + "; the master throws it away at its next checkpoint",
                    Fix.sql(
                            MASTER,
                            "alter system set max_slot_wal_keep_size = '" + 4 * slot.retainedBytes() / 1048576 + "MB'"),
                    Fix.sql(MASTER, "select pg_reload_conf()"));
        }
        return slot.retainedBytes() > settings.retainedWalWarningBytes()
                ? subject.warning(
                        kept + "; source.retained-wal-warning-bytes is " + bytes(settings.retainedWalWarningBytes()))
                : subject.ok(kept);
    }

    private List<Finding> others(List<SlotState> slots) {
        Subject subject = new Subject(
                Area.MASTER,
                "other replication slots",
                "A slot that no client reads holds WAL and dead rows back until the master's disk is full.");
        List<Finding> idle = slots.stream()
                .filter(slot -> !slot.name().equals(settings.slot()) && !slot.isActive())
                .map(slot -> idle(subject, slot))
                .toList();
        return idle.isEmpty() ? List.of(subject.ok("none is idle")) : idle;
    }

    private static Finding idle(Subject subject, SlotState slot) {
        String found = "no program reads the " + slot.kind() + " slot " + slot.name() + slot.origin()
                + (slot.since().isEmpty() ? "" : " since " + slot.since());
        // What a slot has lost cannot be had again; any other may be waited for, by an installation that is stopped
        // now.
        return slot.isLost()
                ? subject.warning(
                        found + ", and the master has invalidated it",
                        Fix.sql(MASTER, "select pg_drop_replication_slot(" + literal(slot.name()) + ")"))
                : subject.warning(found + ", which keeps " + bytes(slot.retainedBytes())
                        + " of WAL: start the program that it belongs to, or ask its owner to drop it");
    }

    public static List<Finding> limits(CatalogRow limits, Optional<SlotState> ours) {
        return List.of(
                limit(
                        "max_replication_slots",
                        limits.number("slots"),
                        limits.number("used_slots"),
                        ours.isPresent() ? 0 : 1),
                limit(
                        "max_wal_senders",
                        limits.number("senders"),
                        limits.number("used_senders"),
                        ours.filter(SlotState::isActive).isPresent() ? 0 : 1));
    }

    /** @param needed by the service, beyond what is used now; {@code verify} takes one more for a moment */
    private static Finding limit(String setting, long most, long used, int needed) {
        Subject subject =
                new Subject(Area.MASTER, setting, "The service takes one and verify another one, for a moment.");
        String found = used + " of " + most + " are used";
        Fix more = Fix.sql(MASTER, "alter system set " + setting + " = " + Math.max(10, 2 * (most + 1)))
                .afterRestart();
        if (most - used < needed) {
            return subject.error(found, more);
        }
        return most - used < needed + 1 ? subject.warning(found, more) : subject.ok(found);
    }

    static String bytes(long bytes) {
        if (bytes < 1L << 20) {
            return (bytes + 1023) / 1024 + " KiB";
        }
        return bytes < 1L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
    }
}

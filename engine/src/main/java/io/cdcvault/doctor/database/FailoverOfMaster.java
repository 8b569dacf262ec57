package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.database.FailoverSlot;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.settings.Settings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether the master is set up so that the service continues on a standby that takes its place. */
public final class FailoverOfMaster implements Check {

    private static final String SERVER =
            """
            select current_setting('server_version_num') as version,
              coalesce(current_setting('synchronized_standby_slots', true), '') as awaited""";

    private static final String STANDBYS =
            "select slot_name as name, active from pg_replication_slots where slot_type = 'physical' order by 1";

    private static final String OURS = "select coalesce((to_jsonb(s) ->> 'failover')::boolean, false) as failover"
            + " from pg_replication_slots s where slot_name = ?";

    private static final Fix RELOAD = Fix.sql(MASTER, "select pg_reload_conf()");

    private final Settings.Source settings;

    public FailoverOfMaster(Settings settings) {
        this.settings = settings.source();
    }

    /**
     * A physical slot, by which a standby is known.
     *
     * @param isActive whether a standby streams by it
     */
    public record StandbySlot(String name, boolean isActive) {}

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        if (!settings.failover()) {
            return List.of();
        }
        CatalogRow server = session.row(SERVER);
        Subject version = new Subject(Area.MASTER, "source.failover", "Only such slots are kept in step on standbys.");
        if (server.number("version") < FailoverSlot.SINCE) {
            return List.of(version.error("takes PostgreSQL 17 or newer: leave it out for this server"));
        }
        List<StandbySlot> standbys = session.rows(STANDBYS).stream()
                .map(row -> new StandbySlot(row.text("name"), row.is("active")))
                .toList();
        List<Finding> findings = new ArrayList<>();
        session.rows(OURS, settings.slot()).stream()
                .map(row -> row.is("failover")
                        ? version.ok("slot " + settings.slot() + " is a failover slot")
                        : version.warning("slot " + settings.slot()
                                + " is none yet: the service makes it one when it is" + " started again"))
                .forEach(findings::add);
        findings.addAll(awaited(server.text("awaited"), standbys));
        return findings;
    }

    /**
     * What the names of standbys lead to.
     *
     * @param setting {@code synchronized_standby_slots}
     */
    public static List<Finding> awaited(String setting, List<StandbySlot> standbys) {
        Subject subject = new Subject(
                Area.MASTER,
                "synchronized_standby_slots",
                "The stream waits for these standbys, so that the vault never has what a promoted one lacks.");
        if (setting.isBlank()) {
            return List.of(
                    standbys.isEmpty()
                            ? subject.warning("is not set, and no standby has a physical slot: none can take over")
                            : subject.warning(
                                    "is not set: after a failover the vault may hold what the new master lacks",
                                    Fix.sql(MASTER, "alter system set synchronized_standby_slots = " + names(standbys)),
                                    RELOAD));
        }
        List<Finding> findings = new ArrayList<>();
        for (String name :
                Arrays.stream(setting.split(",", -1)).map(String::strip).toList()) {
            String plain = name.replace("\"", "");
            Optional<StandbySlot> standby =
                    standbys.stream().filter(slot -> slot.name().equals(plain)).findFirst();
            findings.add(
                    standby.isEmpty()
                            ? subject.error("names slot " + plain + ", which does not exist: nothing is streamed")
                            : state(subject, standby.get()));
        }
        return findings;
    }

    private static Finding state(Subject subject, StandbySlot standby) {
        return standby.isActive()
                ? subject.ok(standby.name())
                : subject.warning("the standby of slot " + standby.name()
                        + " is away: nothing is streamed until it is back, or the setting does without it");
    }

    private static String names(List<StandbySlot> standbys) {
        return literal(
                String.join(", ", standbys.stream().map(StandbySlot::name).toList()));
    }
}

package io.cdcvault.road;

import io.cdcvault.servers.failure.LocalStackException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The snapshots by which every service repairs tables that were tampered with. */
final class Repairs {

    /** Whether the services have to be asked for them; by themselves otherwise. */
    static final boolean BY_OPERATOR = System.getProperty("chaos.repair", "").equals("operator");

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String REMEMBERED_PARTITIONS =
            "select (select coalesce(string_agg(key || ' ' || (value ->> 'file'), ', ' order by key::oid), '')"
                    + " from jsonb_each(facts -> 'partitions')) from cdc_vault.source_table where source_table = '"
                    + AuditedTable.PARTITIONED.sourceName() + "'";
    private static final String NEWEST = "select coalesce(max(number), 0) from cdc_vault.table_snapshot";

    private final ChaosRoad road;
    private final Collection<AuditedTable> tables;
    private final Map<ChaosVictim, String> before = new HashMap<>();

    private Repairs(ChaosRoad road, Collection<AuditedTable> tables) {
        this.road = road;
        this.tables = tables;
    }

    /** Those that are asked for from now on. */
    static Repairs after(ChaosRoad road, Collection<AuditedTable> tables) throws SQLException {
        Repairs repairs = new Repairs(road, tables);
        for (ChaosVictim victim : road.victims()) {
            repairs.before.put(victim, victim.asRoad().inVault(NEWEST).get(0));
        }
        return repairs;
    }

    void await() {
        for (ChaosVictim victim : road.victims()) {
            if (BY_OPERATOR) {
                ask(victim);
            }
            if (!road.within(
                    PATIENCE,
                    () -> !victim.process().isAlive() || waiting(victim).isEmpty())) {
                throw victim.failure("does not repair " + waiting(victim));
            }
            victim.requireAlive();
        }
    }

    /** Waits until one service has made snapshots, whichever they are, and none is left. */
    void awaitFinished(ChaosVictim victim) {
        if (!road.within(PATIENCE, () -> !victim.process().isAlive() || isFinished(victim))) {
            throw victim.failure("does not finish its snapshots");
        }
        victim.requireAlive();
    }

    private boolean isFinished(ChaosVictim victim) {
        try {
            return victim.asRoad()
                    .inVault("select coalesce(max(number), 0) > " + before.get(victim)
                            + " and count(*) filter (where finished_at is null) = 0 from cdc_vault.table_snapshot")
                    .equals(List.of("t"));
        } catch (SQLException | LocalStackException awayForAMoment) {
            return false;
        }
    }

    private List<String> waiting(ChaosVictim victim) {
        List<String> names = tables.stream().map(AuditedTable::sourceName).toList();
        List<String> waiting = new ArrayList<>(names);
        try {
            Road vault = victim.asRoad();
            waiting.removeAll(vault.inVault("select source_table from cdc_vault.table_snapshot where finished_at is not"
                    + " null and number > " + before.get(victim)));
            waiting.addAll(
                    vault.inVault("select source_table from cdc_vault.source_table where gap is not null").stream()
                            .filter(names::contains)
                            .toList());
            if (tables.contains(AuditedTable.PARTITIONED)
                    && !partitions().equals(vault.inVault(REMEMBERED_PARTITIONS))) {
                waiting.add("what the service has not noticed");
            }
            waiting.addAll(
                    vault
                            .inVault("select source_table from cdc_vault.table_snapshot where finished_at is null")
                            .stream()
                            .filter(names::contains)
                            .toList());
        } catch (SQLException | LocalStackException awayForAMoment) {
            waiting.add(String.valueOf(awayForAMoment.getMessage()));
        }
        return waiting;
    }

    /** A snapshot may have been taken because a writer truncated all partitions, and before those changed. */
    private List<String> partitions() throws SQLException {
        try (Connection master = road.stack().master().connect();
                ResultSet row = master.createStatement()
                        .executeQuery(
                                "select coalesce(string_agg(c.oid || ' ' || c.relfilenode, ', ' order by c.oid), '')"
                                        + " from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = '"
                                        + AuditedTable.PARTITIONED.relation() + "'::regclass")) {
            row.next();
            return List.of(row.getString(1));
        }
    }

    private void ask(ChaosVictim victim) {
        List<String> arguments = new ArrayList<>(List.of("snapshot"));
        tables.forEach(table -> arguments.add("audit." + table.sourceName()));
        victim.command(arguments);
    }
}

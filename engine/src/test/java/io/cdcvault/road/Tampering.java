package io.cdcvault.road;

import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Something done to the source so that PostgreSQL does not publish what it should. The audit notes for which tables,
 * and between which transactions: it ends when every service has repaired the tables.
 */
final class Tampering {

    private static final Duration UNNOTICED = Duration.ofSeconds(3);

    private final ChaosRoad road;
    private final String fault;
    private final Collection<AuditedTable> tables;

    Tampering(ChaosRoad road, ChaosFault fault, Collection<AuditedTable> tables) {
        this.road = road;
        this.fault = fault.toString();
        this.tables = tables;
    }

    /**
     * @param from the number of the transaction before it
     * @param to the number of the transaction after the repair
     */
    record Interval(String fault, long from, long to) {

        boolean holds(long number) {
            return number > from && number < to;
        }
    }

    /** What is done at the master. */
    @FunctionalInterface
    interface Step {
        void on(Connection master) throws SQLException;
    }

    /** Spoils nothing for long: what one statement does is over at once, and has to be repaired. */
    void at(Step step) throws SQLException {
        during(nothing -> {}, step, false);
    }

    /** Breaks something, lets the writers write until every service reports it, and puts it right. */
    void during(Step breaking, Step repairing) throws SQLException {
        during(breaking, repairing, true);
    }

    /** Does what breaks something, and all that repairs it. */
    void around(Step step) throws SQLException {
        try (Connection master = road.stack().master().connect()) {
            begin(master);
            step.on(master);
            end(master);
        }
    }

    private void during(Step breaking, Step repairing, boolean isReported) throws SQLException {
        around(master -> {
            breaking.on(master);
            if (isReported) {
                awaitReported();
            }
            Repairs repairs = Repairs.after(road, tables);
            repairing.on(master);
            repairs.await();
        });
    }

    private void awaitReported() {
        if (Repairs.BY_OPERATOR) {
            Await.within(UNNOTICED, () -> false);
        } else {
            road.victims()
                    .forEach(victim -> victim.awaitReported(tables.iterator().next()));
        }
    }

    private void begin(Connection master) throws SQLException {
        long number = AuditedTransaction.commit(master, tables, "before " + fault, nothing -> {});
        master.setAutoCommit(true);
        try (PreparedStatement insert = master.prepareStatement("insert into audit.tampering values (?, ?, ?, null)")) {
            for (AuditedTable table : tables) {
                insert.setString(1, fault);
                insert.setString(2, table.word());
                insert.setLong(3, number);
                insert.execute();
            }
        }
    }

    private void end(Connection master) throws SQLException {
        long number = AuditedTransaction.commit(master, tables, "after " + fault, nothing -> {});
        master.setAutoCommit(true);
        AuditSchema.execute(
                master, List.of("update audit.tampering set to_number = " + number + " where to_number is null"));
    }

    /** Those of one table, in their order. */
    static List<Interval> of(Connection master, AuditedTable table) throws SQLException {
        return read(master, "where relation = '" + table.word() + "'");
    }

    static List<Interval> all(Connection master) throws SQLException {
        return read(master, "");
    }

    private static List<Interval> read(Connection master, String where) throws SQLException {
        List<Interval> found = new ArrayList<>();
        try (ResultSet rows = master.createStatement()
                .executeQuery("select distinct fault, from_number, to_number from audit.tampering " + where
                        + " order by from_number")) {
            while (rows.next()) {
                found.add(new Interval(rows.getString(1), rows.getLong(2), rows.getLong(3)));
            }
        }
        return found;
    }
}

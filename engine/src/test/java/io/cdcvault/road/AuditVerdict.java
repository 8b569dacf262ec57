package io.cdcvault.road;

import io.cdcvault.road.AuditedRow.Stamp;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** The whole history of a vault held against the audit, and what came of it. */
final class AuditVerdict {

    private static final int SHOWN = 12;

    private final List<String> wrong = new ArrayList<>();
    private long changes;
    private long transactions;
    private long checked;
    private long missing;
    private long surplus;
    private long tampered;

    private AuditVerdict() {}

    static AuditVerdict of(Connection master, Connection vault) throws SQLException {
        AuditVerdict verdict = new AuditVerdict();
        AuditedVault audited = new AuditedVault(vault);
        NavigableMap<Long, Stamp> stamps = audited.stamps();
        verdict.holdTransactions(master, stamps);
        verdict.holdOwners(audited, stamps);
        for (AuditedTable table : AuditedTable.values()) {
            List<Tampering.Interval> tamperings = Tampering.of(master, table);
            AuditedHistory history = new AuditedHistory(table, audited, stamps, tamperings, verdict);
            verdict.hold(table, audited, history.expected(master), windows(tamperings, stamps));
        }
        return verdict;
    }

    void audited() {
        changes++;
    }

    void wrong(AuditedTable table, String what) {
        wrong(table.word() + " " + what);
    }

    boolean isGood() {
        return wrong.isEmpty();
    }

    /** What the columns of {@link #toString} are. */
    static String header() {
        return "audited transactions | rows they wrote | vault rows checked | missing | surplus | inside tamperings | wrong";
    }

    @Override
    public String toString() {
        return transactions + " | " + changes + " | " + checked + " | " + missing + " | " + surplus + " | " + tampered
                + " | " + errors();
    }

    /** Some of what is wrong. */
    List<String> examples() {
        return wrong.subList(0, Math.min(SHOWN, wrong.size()));
    }

    long errors() {
        return wrong.size();
    }

    private void wrong(String what) {
        wrong.add(what);
    }

    private void holdTransactions(Connection master, Map<Long, Stamp> stamps) throws SQLException {
        Set<Long> committed = new HashSet<>();
        try (Statement statement = master.createStatement();
                ResultSet rows = statement.executeQuery("select number from audit.transaction")) {
            while (rows.next()) {
                committed.add(rows.getLong(1));
            }
        }
        transactions = committed.size();
        stamps.keySet().stream()
                .filter(number -> !committed.contains(number))
                .forEach(number -> wrong("Transaction " + number + " was never committed"));
        committed.stream()
                .filter(number -> !stamps.containsKey(number))
                .forEach(number -> wrong("Transaction " + number + " is missing"));
        holdApart(stamps, Tampering.all(master));
    }

    /** Each transaction has a stamp of its own; only those that a snapshot repaired share the snapshot's. */
    private void holdApart(Map<Long, Stamp> stamps, List<Tampering.Interval> tamperings) {
        Map<Stamp, Long> owners = new HashMap<>();
        stamps.forEach((number, stamp) -> {
            Long other = owners.put(stamp, number);
            if (other != null && tamperings.stream().noneMatch(each -> each.holds(number))) {
                wrong("Transactions " + other + " and " + number + " have one load date and position");
            }
        });
    }

    /** All owners were mentioned by the first transaction, and no vault table has an audited transaction twice. */
    private void holdOwners(AuditedVault vault, NavigableMap<Long, Stamp> stamps) throws SQLException {
        List<String> found = vault.firstSightings();
        String right = (AuditedWriters.OWNERS - 1) + " "
                + stamps.values().stream().findFirst().map(Stamp::loadDate).orElse(0L);
        if (!found.equals(List.of(right, stamps.size() + " 0"))) {
            wrong("Owners and transactions are " + found + " and not " + right + ", " + stamps.size() + " 0");
        }
    }

    private void hold(AuditedTable table, AuditedVault vault, Set<AuditedRow> expected, List<Stamp[]> windows)
            throws SQLException {
        checked += expected.size();
        vault.rows(table, Long.MAX_VALUE, row -> {
            if (windows.stream().anyMatch(window -> isWithin(row, window))) {
                tampered++;
            } else if (!expected.remove(row)) {
                surplus++;
                wrong(table, "has what the audit has not: " + row);
            }
        });
        missing += expected.size();
        expected.forEach(row -> wrong(table, "lacks " + row));
    }

    private static boolean isWithin(AuditedRow row, Stamp[] window) {
        return row.loadDate() > window[0].loadDate() && row.loadDate() < window[1].loadDate();
    }

    private static List<Stamp[]> windows(List<Tampering.Interval> tamperings, Map<Long, Stamp> stamps) {
        return tamperings.stream()
                .map(tampering -> new Stamp[] {stamps.get(tampering.from()), stamps.get(tampering.to())})
                .filter(window -> window[0] != null && window[1] != null)
                .toList();
    }
}

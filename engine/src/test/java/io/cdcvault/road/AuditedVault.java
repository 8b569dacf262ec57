package io.cdcvault.road;

import io.cdcvault.road.AuditedRow.Kind;
import io.cdcvault.road.AuditedRow.Stamp;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a vault has about the audited tables. Reads its tables, and nothing through the loader's code. */
record AuditedVault(Connection connection) {

    private static final int FETCHED_AT_ONCE = 10_000;

    private static final String STAMP = ", (extract(epoch from %1$s.load_dts) * 1000000)::bigint, %2$s";
    private static final String POSITION = "(%s.src_lsn - '0/0')::bigint";

    /** By the number of each audited transaction that has come. */
    TreeMap<Long, Stamp> stamps() throws SQLException {
        TreeMap<Long, Stamp> stamps = new TreeMap<>();
        read(
                "select h.number" + stamp("s", true) + " from vault.sts_audit_transaction s"
                        + " join vault.hub_audit_transaction h using (audit_transaction_hk) where s.status = 'C'",
                row -> stamps.put(row.getLong(1), new Stamp(row.getLong(2), row.getLong(3))));
        return stamps;
    }

    /** All rows about a table that are of a load date before another, in their order. */
    void rows(AuditedTable table, long before, Consumer<AuditedRow> rows) throws SQLException {
        for (Kind kind : Kind.values()) {
            read(
                    "select * from (" + query(table, kind) + ") q (key, detail, load_date, position)"
                            + " where load_date < " + before + " order by load_date, detail",
                    row -> rows.accept(
                            new AuditedRow(kind, row.getString(1), row.getString(2), row.getLong(3), row.getLong(4))));
        }
    }

    /** What it showed before a load date. */
    AuditedState before(AuditedTable table, long loadDate) throws SQLException {
        AuditedState state = new AuditedState();
        rows(table, loadDate, state::add);
        return state;
    }

    /** How many owners there are and since when; how many transactions appeared and disappeared. */
    List<String> firstSightings() throws SQLException {
        List<String> found = new ArrayList<>();
        read(
                "select count(*) || ' ' || string_agg(distinct (extract(epoch from load_dts) * 1000000)::bigint::text,"
                        + " ', ') from vault.hub_owner union all select count(*) filter (where status = 'C') || ' '"
                        + " || count(*) filter (where status <> 'C') from vault.sts_audit_transaction",
                row -> found.add(row.getString(1)));
        return found;
    }

    private static String query(AuditedTable table, Kind kind) {
        String word = table.word();
        String hub = " join vault.hub_" + word + " h using (" + word + "_hk)";
        String owner = " join vault.hub_owner o using (owner_hk) join vault.hub_" + word + " h on h." + word
                + "_hk = l.item_hk";
        return "select " + table.hubKeyText() + ", "
                + switch (kind) {
                    case HUB -> "''" + stamp("h", false) + " from vault.hub_" + word + " h";
                    case STATUS -> "s.status" + stamp("s", true) + " from vault.sts_" + word + " s" + hub;
                    case SATELLITE ->
                        "md5(row(s.note, s.big, s.n)::text)" + stamp("s", true) + " from vault.sat_" + word + " s"
                                + hub;
                    case LINK -> "o.owner::text" + stamp("l", false) + " from vault.lnk_" + word + "_owner l" + owner;
                    case EFFECTIVITY ->
                        "case when e.is_active then 'opens ' else 'closes ' end || o.owner"
                                + stamp("e", true) + " from vault.eff_" + word + "_owner e join vault.lnk_" + word
                                + "_owner l using (" + word + "_owner_hk)" + owner;
                };
    }

    private static String stamp(String alias, boolean hasPosition) {
        return STAMP.formatted(alias, hasPosition ? POSITION.formatted(alias) : "0");
    }

    private interface Reading {
        void of(ResultSet row) throws SQLException;
    }

    private void read(String sql, Reading reading) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Inside a transaction rows come by the portion.
            statement.setFetchSize(FETCHED_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    reading.of(rows);
                }
            }
        }
        connection.rollback();
    }
}

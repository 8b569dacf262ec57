package io.cdcvault.oracle;

import static io.cdcvault.oracle.EnvelopeChange.row;

import io.cdcvault.change.RowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A random history of customers, employees and orders that refer to one another by surrogate keys, without foreign
 * keys. After each commit it joins the tables, and notes which links have opened and closed.
 */
final class ReferenceHistory {

    private static final List<String> TABLES = List.of("customers", "orders", "employees");
    private static final Map<String, String> BUSINESS_KEYS =
            Map.of("customers", "customer_no", "orders", "order_no", "employees", "emp_no");

    private final Random random;
    /** Whether customers become dead letters, and give no key to one another. */
    private final boolean isParked;

    private final Map<String, Map<String, Map<String, @Nullable String>>> tables = new LinkedHashMap<>();
    private final Map<Joined, Map<String, String>> open = new HashMap<>();
    private final Map<Joined, TreeSet<String>> events = new HashMap<>();
    private final Map<Joined, TreeMap<String, Long>> firstSeen = new HashMap<>();
    private List<RowChange> pending = new ArrayList<>();
    private long transaction;
    private boolean isSnapshotDue;

    ReferenceHistory(long seed, boolean isParked) {
        this.random = new Random(seed);
        this.isParked = isParked;
        TABLES.forEach(table -> tables.put(table, new TreeMap<>()));
    }

    /** A link over references. */
    enum Joined {
        ORDER_CUSTOMER(
                "order_no || '/' || customer_no",
                "join hub_order using (order_hk) join hub_customer using (customer_hk)"),
        ORDER_PARTIES(
                "order_no || '/' || customer_no || '/' || emp_no",
                "join hub_order using (order_hk) join hub_customer on hub_customer.customer_hk = l.payer_hk"
                        + " join hub_employee on hub_employee.employee_hk = l.clerk_hk"),
        EMPLOYEE_BOSS(
                "one.emp_no || '/' || other.emp_no",
                "join hub_employee as one on one.employee_hk = l.employee_hk"
                        + " join hub_employee as other on other.employee_hk = l.boss_hk");

        private final String key;
        private final String joins;

        Joined(String key, String joins) {
            this.key = key;
            this.joins = joins;
        }

        /** What the vault has, as {@link ReferenceHistory#events}. */
        String events() {
            return sorted(
                    key + " || ' ' || (extract(epoch from e.load_dts) * 1000000)::bigint || ' ' || e.is_active as v"
                            + " from eff_" + lower() + " as e join lnk_" + lower() + " as l using (" + lower() + "_hk) "
                            + joins);
        }

        String links() {
            return sorted(key + " || ' ' || (extract(epoch from l.load_dts) * 1000000)::bigint as v from lnk_" + lower()
                    + " as l " + joins);
        }

        private static String sorted(String select) {
            return "select v from (select " + select + ") as found order by v collate \"C\"";
        }

        private String lower() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Openings and closings so far. */
    List<String> events(Joined link) {
        return List.copyOf(events.getOrDefault(link, new TreeSet<>()));
    }

    List<String> links(Joined link) {
        return firstSeen.getOrDefault(link, new TreeMap<>()).entrySet().stream()
                .map(seen -> seen.getKey() + " " + seen.getValue())
                .sorted()
                .toList();
    }

    /** Changes since it was asked last. */
    List<RowChange> taken() {
        List<RowChange> taken = pending;
        pending = new ArrayList<>();
        return taken;
    }

    boolean isSnapshotDue() {
        boolean isDue = isSnapshotDue;
        isSnapshotDue = false;
        return isDue;
    }

    void transact() {
        transaction++;
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            change();
        }
        if (!isParked && random.nextInt(60) == 0) {
            isSnapshotDue = true;
        }
        commit();
    }

    /** Of all tables, after changes that were not captured. */
    List<RowChange> snapshot() {
        transaction++;
        List<RowChange> captured = new ArrayList<>(pending);
        for (int i = 0; i < 5; i++) {
            change();
        }
        pending = captured;
        commit();
        List<RowChange> rows = new ArrayList<>();
        List<String> order = new ArrayList<>(TABLES);
        java.util.Collections.shuffle(order, random);
        for (String table : order) {
            tables.get(table).values().forEach(row -> rows.add(told(table, "r", row)));
        }
        if (rows.isEmpty()) {
            tables.get("customers").put("1", customer("1", "C-0"));
            rows.add(told("customers", "r", tables.get("customers").get("1")));
        }
        return rows;
    }

    private void change() {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        Map<String, Map<String, @Nullable String>> rows = tables.get(table);
        // A truncate passes rows by that wait only where the log knows them by the vault's key.
        if (random.nextInt(50) == 0 && !(isParked && table.equals("customers"))) {
            rows.clear();
            pending.add(EnvelopeChange.of(transaction, table, "t", null, null));
            return;
        }
        String id = "" + (1 + random.nextInt(4));
        Map<String, @Nullable String> before = rows.get(id);
        if (before != null && random.nextInt(4) == 0) {
            rows.remove(id);
            pending.add(EnvelopeChange.of(transaction, table, "d", row("id", id), row("id", id)));
            return;
        }
        Map<String, @Nullable String> row = randomRow(table, id);
        String key = BUSINESS_KEYS.get(table);
        boolean isTaken = rows.values().stream()
                .anyMatch(other -> other != before && Objects.equals(other.get(key), row.get(key)));
        if (isTaken && before == null) {
            return;
        }
        if (isTaken) {
            row.put(key, before.get(key));
        }
        rows.put(id, row);
        pending.add(told(table, before == null ? "c" : "u", row));
    }

    private Map<String, @Nullable String> randomRow(String table, String id) {
        String key = (isParked ? id + "-" : "") + random.nextInt(isParked ? 2 : 5);
        return switch (table) {
            case "customers" -> customer(id, "C-" + key);
            case "employees" -> row("id", id, "emp_no", "E-" + key, "boss_id", reference());
            default ->
                row(
                        "id",
                        id,
                        "order_no",
                        "O-" + key,
                        "customer_id",
                        reference(),
                        "payer_id",
                        reference(),
                        "clerk_id",
                        reference());
        };
    }

    private Map<String, @Nullable String> customer(String id, String number) {
        return row(
                "id",
                id,
                "customer_no",
                number,
                "name",
                isParked && random.nextInt(8) == 0 ? "too long" : "a" + random.nextInt(3));
    }

    /** Some lead nowhere. */
    private @Nullable String reference() {
        int id = random.nextInt(6);
        return id == 0 ? null : "" + id;
    }

    private RowChange told(String table, String operation, Map<String, @Nullable String> row) {
        return EnvelopeChange.of(transaction, table, operation, row("id", row.get("id")), row);
    }

    private void commit() {
        for (Joined link : Joined.values()) {
            Map<String, String> is = joined(link);
            Map<String, String> was = open.getOrDefault(link, Map.of());
            was.forEach((driving, key) -> {
                if (!key.equals(is.get(driving))) {
                    note(link, key, false);
                }
            });
            is.forEach((driving, key) -> {
                if (!key.equals(was.get(driving))) {
                    note(link, key, true);
                    firstSeen.computeIfAbsent(link, each -> new TreeMap<>()).putIfAbsent(key, transaction);
                }
            });
            open.put(link, is);
        }
    }

    private void note(Joined link, String key, boolean isActive) {
        events.computeIfAbsent(link, each -> new TreeSet<>()).add(key + " " + transaction + " " + isActive);
    }

    /** By business key of the row that refers. */
    private Map<String, String> joined(Joined link) {
        Map<String, String> joined = new HashMap<>();
        tables.get(link == Joined.EMPLOYEE_BOSS ? "employees" : "orders")
                .values()
                .forEach(row -> {
                    String number = row.get(link == Joined.EMPLOYEE_BOSS ? "emp_no" : "order_no");
                    String key =
                            switch (link) {
                                case ORDER_CUSTOMER -> number(row.get("customer_id"), "customers");
                                case ORDER_PARTIES ->
                                    both(
                                            number(row.get("payer_id"), "customers"),
                                            number(row.get("clerk_id"), "employees"));
                                case EMPLOYEE_BOSS -> number(row.get("boss_id"), "employees");
                            };
                    if (key != null) {
                        joined.put(number, number + "/" + key);
                    }
                });
        return joined;
    }

    private static @Nullable String both(@Nullable String one, @Nullable String other) {
        return one == null || other == null ? null : one + "/" + other;
    }

    private @Nullable String number(@Nullable String id, String table) {
        Map<String, @Nullable String> row =
                id == null ? null : tables.get(table).get(id);
        return row == null ? null : row.get(BUSINESS_KEYS.get(table));
    }
}

package io.cdcvault.oracle;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.oracle.SourceHistory.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the vault of {@code orders.yaml} must hold after a history, worked out one transaction and one row at a time by
 * the rules of docs/architecture.md, with nothing clever in it. Rows are texts with their columns joined by a bar.
 */
public final class VaultOracle {

    /** A source table's row as it stands, by its identifying columns. */
    private final Map<String, Map<List<String>, Map<String, String>>> live = new HashMap<>();

    /** What the vault shows as existing, by the vault's keys. */
    private final Map<String, Set<List<String>>> liveKeys = new HashMap<>();
    /** Keys that rows gave up; a snapshot tells only at its end which are nobody's. */
    private final Map<String, Map<List<String>, Map<String, String>>> left = new HashMap<>();

    private final Map<String, Map<String, String>> firstSeen = new TreeMap<>();
    private final Map<String, Set<String>> rows = new TreeMap<>();
    private final Map<String, String> newest = new HashMap<>();
    private final Map<String, String> openLinks = new HashMap<>();
    private final Map<String, Set<List<String>>> shownBySnapshot = new HashMap<>();

    private final OracleHash recipe;

    private VaultOracle(OracleHash recipe) {
        this.recipe = recipe;
    }

    /** Its rows by table, with the hashes of {@code automate-dv}. */
    public static Map<String, Set<String>> vaultOf(List<Transaction> history) {
        return vaultOf(history, OracleHash.AUTOMATE_DV);
    }

    static Map<String, Set<String>> vaultOf(List<Transaction> history, OracleHash recipe) {
        VaultOracle oracle = new VaultOracle(recipe);
        history.forEach(oracle::apply);
        oracle.firstSeen.forEach((table, seen) -> oracle.rows.put(table, new TreeSet<>(seen.values())));
        return oracle.rows;
    }

    private void apply(Transaction transaction) {
        Map<String, Map<List<String>, List<Map<String, String>>>> after = new LinkedHashMap<>();
        Map<String, String> departed = Map.of();
        for (RowChange change : transaction.changes()) {
            String table = change.table().table();
            Map<List<String>, List<Map<String, String>>> touched =
                    after.computeIfAbsent(table, name -> new LinkedHashMap<>());
            if (change.operation() == Operation.TRUNCATE) {
                touched.replaceAll((key, rows) -> List.of());
                live(table).keySet().forEach(key -> touched.put(key, List.of()));
            } else {
                Map<String, String> row = change.image().columns();
                List<String> key = key(table, row);
                List<Map<String, String>> rows = new ArrayList<>(touched.getOrDefault(
                        key, live(table).containsKey(key) ? List.of(live(table).get(key)) : List.of()));
                Map<String, String> before = rows.isEmpty() ? Map.of() : rows.get(rows.size() - 1);
                switch (change.operation()) {
                    case CREATE -> rows.add(whole(row, departed));
                    case DELETE -> before = remove(rows, row, before);
                    default -> {
                        if (!rows.remove(change.before().columns())) {
                            rows.clear();
                        }
                        rows.add(whole(row, before));
                    }
                }
                touched.put(key, rows);
                departed = before;
            }
        }
        if (transaction.isSnapshot()) {
            after.forEach((table, touched) -> shownBySnapshot
                    .computeIfAbsent(table, name -> new HashSet<>())
                    .addAll(touched.keySet()));
        }
        if (transaction.endsSnapshot()) {
            for (String table : SourceHistory.TABLES) {
                Set<List<String>> shown = shownBySnapshot.getOrDefault(table, Set.of());
                List<List<String>> gone = live(table).keySet().stream()
                        .filter(key -> !shown.contains(key))
                        .toList();
                gone.forEach(key -> after.computeIfAbsent(table, name -> new LinkedHashMap<>())
                        .put(key, List.of()));
            }
            shownBySnapshot.clear();
        }
        String when = transaction.stamp().loadDate().micros() + "|";
        String lsn = transaction.commitLsn().toString();
        after.forEach((table, touched) -> commit(table, touched, when, lsn));
        if (!transaction.isSnapshot() || transaction.endsSnapshot()) {
            left.forEach((table, rows) -> rows.forEach((key, row) -> {
                if (!isLive(table, key) && liveKeys(table).remove(key)) {
                    disappear(table, key, row, when, lsn);
                }
            }));
            left.clear();
        }
    }

    private static String known(Map<String, String> before, String column) {
        if (before == null || before.get(column) == null) {
            throw new IllegalArgumentException("No such history: nothing was there to be left alone");
        }
        return before.get(column);
    }

    /** Under a key that is checked at commit there may be several rows until then: a log that tells so tells them. */
    private static Map<String, String> remove(
            List<Map<String, String>> rows, Map<String, String> told, Map<String, String> last) {
        if (rows.remove(told)) {
            return told;
        }
        rows.clear();
        return last;
    }

    /** Each key of the vault at once: what has a key of the source may be another thing to the business. */
    private void commit(String table, Map<List<String>, List<Map<String, String>>> touched, String when, String lsn) {
        Map<List<String>, Map<String, String>> is = new LinkedHashMap<>();
        touched.forEach((key, rows) -> {
            Map<String, String> before = live(table).remove(key);
            if (before != null) {
                left.computeIfAbsent(table, name -> new LinkedHashMap<>()).put(businessKey(table, before), before);
            }
            if (rows.size() > 1) {
                throw new IllegalArgumentException("No such history: two rows have one key at commit");
            }
            rows.forEach(row -> {
                live(table).put(key, row);
                is.put(businessKey(table, row), row);
            });
        });
        is.forEach((key, row) -> appear(table, row, !liveKeys(table).add(key), when, lsn));
    }

    private boolean isLive(String table, List<String> businessKey) {
        return live(table).values().stream()
                .anyMatch(row -> businessKey(table, row).equals(businessKey));
    }

    private Set<List<String>> liveKeys(String table) {
        return liveKeys.computeIfAbsent(table, name -> new HashSet<>());
    }

    private static List<String> businessKey(String table, Map<String, String> row) {
        return table.equals("member") ? List.of(row.get("code")) : key(table, row);
    }

    /** What a change did not carry is as it was. */
    private static Map<String, String> whole(Map<String, String> row, Map<String, String> before) {
        Map<String, String> whole = new HashMap<>(row);
        whole.replaceAll((column, value) -> RowImage.UNAVAILABLE.equals(value) ? known(before, column) : value);
        return whole;
    }

    private void appear(String table, Map<String, String> row, boolean was, String when, String lsn) {
        switch (table) {
            case "customer" -> {
                String customer = hub("hub_customer", row.get("id"), when);
                hub("hub_customer", row.get("boss_id"), when);
                status("sts_customer", was, customer, when, lsn);
                version("sat_customer", customer, when, lsn, text(row, "name"), text(row, "city"));
                move(
                        "customer_boss",
                        customer,
                        link("lnk_customer_boss", when, row.get("id"), row.get("boss_id")),
                        when,
                        lsn);
            }
            case "orders" -> {
                String order = hub("hub_order", row.get("id"), when);
                hub("hub_customer", row.get("customer_id"), when);
                status("sts_order", was, order, when, lsn);
                version("sat_order", order, when, lsn, text(row, "status"));
                move(
                        "order_customer",
                        order,
                        link("lnk_order_customer", when, row.get("id"), row.get("customer_id")),
                        when,
                        lsn);
            }
            case "item" -> {
                hub("hub_order", row.get("order_id"), when);
                hub("hub_product", row.get("product"), when);
                String link = link("lnk_order_item", when, row.get("order_id"), row.get("product"));
                version("sat_item", link, when, lsn, text(row, "qty"));
                move("order_item", link, link, when, lsn);
            }
            case "picking" -> {
                hub("hub_order", row.get("order_id"), when);
                hub("hub_product", row.get("product"), when);
                String link = link("lnk_order_item", when, row.get("order_id"), row.get("product"));
                part("sat_picking", link, true, when, lsn, text(row, "picker"));
            }
            case "wish" ->
                part("sat_wish", wish(row, when) + "|" + row.get("kind"), true, when, lsn, text(row, "note"));
            case "tag" -> part("sat_tag", wish(row, when) + "|" + row.get("word"), true, when, lsn);
            case "vip" -> part("sat_vip", hub("hub_customer", row.get("customer_id"), when), true, when, lsn);
            case "member" -> {
                String member = hub("hub_member", row.get("code"), when);
                status("sts_member", was, member, when, lsn);
                version("sat_member", member, when, lsn, text(row, "label"), text(row, "id"));
            }
            default -> {
                String customer = hub("hub_customer", row.get("customer_id"), when);
                part("sat_phone", customer + "|" + row.get("kind"), true, when, lsn, text(row, "number"));
            }
        }
    }

    /** Which opens and closes with nothing. */
    private String wish(Map<String, String> row, String when) {
        hub("hub_order", row.get("order_id"), when);
        hub("hub_product", row.get("product"), when);
        return link("lnk_wish", when, row.get("order_id"), row.get("product"));
    }

    private void disappear(String table, List<String> key, Map<String, String> row, String when, String lsn) {
        switch (table) {
            case "customer" -> {
                add("sts_customer", recipe.key(key.get(0)) + "|" + when + "D|" + lsn);
                move("customer_boss", recipe.key(key.get(0)), null, when, lsn);
            }
            case "orders" -> {
                add("sts_order", recipe.key(key.get(0)) + "|" + when + "D|" + lsn);
                move("order_customer", recipe.key(key.get(0)), null, when, lsn);
            }
            case "member" -> add("sts_member", recipe.key(row.get("code")) + "|" + when + "D|" + lsn);
            case "item" -> move("order_item", recipe.key(key.get(0), key.get(1)), null, when, lsn);
            case "picking" ->
                part("sat_picking", recipe.key(key.get(0), key.get(1)), false, when, lsn, text(row, "picker"));
            case "wish" ->
                part(
                        "sat_wish",
                        recipe.key(key.get(0), key.get(1)) + "|" + key.get(2),
                        false,
                        when,
                        lsn,
                        text(row, "note"));
            case "tag" -> part("sat_tag", recipe.key(key.get(0), key.get(1)) + "|" + key.get(2), false, when, lsn);
            case "vip" -> part("sat_vip", recipe.key(key.get(0)), false, when, lsn);
            default ->
                part("sat_phone", recipe.key(key.get(0)) + "|" + key.get(1), false, when, lsn, text(row, "number"));
        }
    }

    private String hub(String hub, String key, String when) {
        if (key == null) {
            return null;
        }
        String hash = recipe.key(key);
        first(hub, hash, hash + "|" + key + "|" + when + "shop");
        return hash;
    }

    private String link(String link, String when, String one, String other) {
        if (one == null || other == null) {
            return null;
        }
        String hash = recipe.key(one, other);
        first(link, hash, hash + "|" + recipe.key(one) + "|" + recipe.key(other) + "|" + when + "shop");
        return hash;
    }

    private void first(String table, String key, String row) {
        firstSeen.computeIfAbsent(table, name -> new TreeMap<>()).putIfAbsent(key, row);
    }

    private void status(String table, boolean was, String key, String when, String lsn) {
        if (!was) {
            add(table, key + "|" + when + "C|" + lsn);
        }
    }

    private void version(String satellite, String key, String when, String lsn, String... attributes) {
        String image = String.join("|", attributes);
        if (image.equals(newest.put(satellite + key, image))) {
            return;
        }
        // Hashing order is by name without regard to case: City before name.
        List<String> hashed = new ArrayList<>(List.of(attributes));
        Collections.reverse(hashed);
        add(satellite, key + "|" + when + recipe.hashDiff(hashed) + "|shop|" + lsn + "|" + image);
    }

    /** Of a satellite whose rows are all that a source table's row stands for: one attribute, or none. */
    private void part(String satellite, String key, boolean isActive, String when, String lsn, String... attributes) {
        String image = isActive + "|" + String.join("|", attributes);
        if (!image.equals(newest.put(satellite + key, image))) {
            List<String> row = new ArrayList<>(
                    List.of(key, when + recipe.hashDiff(List.of(attributes)), "shop", lsn, isActive ? "t" : "f"));
            row.addAll(List.of(attributes));
            add(satellite, String.join("|", row));
        }
    }

    private void move(String link, String driving, String to, String when, String lsn) {
        String from = openLinks.get(link + driving);
        if (java.util.Objects.equals(from, to)) {
            return;
        }
        if (from != null) {
            add("eff_" + link, from + "|" + when + "f|" + driving + "|" + lsn);
        }
        if (to != null) {
            add("eff_" + link, to + "|" + when + "t|" + driving + "|" + lsn);
        }
        openLinks.put(link + driving, to);
    }

    private void add(String table, String row) {
        rows.computeIfAbsent(table, name -> new TreeSet<>()).add(row);
    }

    private Map<List<String>, Map<String, String>> live(String table) {
        return live.computeIfAbsent(table, name -> new LinkedHashMap<>());
    }

    private static List<String> key(String table, Map<String, String> row) {
        return switch (table) {
            case "item", "picking" -> List.of(row.get("order_id"), row.get("product"));
            case "phone" -> List.of(row.get("customer_id"), row.get("kind"));
            case "wish" -> List.of(row.get("order_id"), row.get("product"), row.get("kind"));
            case "tag" -> List.of(row.get("order_id"), row.get("product"), row.get("word"));
            case "vip" -> List.of(row.get("customer_id"));
            default -> List.of(row.get("id"));
        };
    }

    private static String text(Map<String, String> row, String column) {
        return row.get(column) == null ? OracleHash.NULL : row.get(column);
    }
}

package io.cdcvault.oracle;

import static io.cdcvault.oracle.EnvelopeChange.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row filter in the model: the vault is as if the source had no other rows than those that meet it. */
@ExtendWith(LocalStackExtension.class)
final class FilterIT {

    /** A row is found by its surrogate key. */
    private static final String PLAIN =
            """
            model: filtered
            vault: {schema: "Orders Vault", hash: exact, record_source: shop}
            hubs:
              hub_order:  {business_key: {order_no: text}}
              hub_region: {business_key: {region: text}}
            links:
              lnk_order_region: {hubs: {order: hub_order, region: hub_region}, driving: [order]}
            satellites:
              sat_order: {of: hub_order, attributes: {id: integer, note: text, share: numeric}}
            sources:
              shop.orders:
                hubs: {hub_order: {order_no: order_no}, hub_region: {region: region}}
                links: [lnk_order_region]
                satellites: {sat_order: {share: {sql: 12 / quantity, columns: {quantity: integer}}}}
            """;

    private static final String FILTER = "where: {sql: \"12 / quantity > 3\", columns: {quantity: integer}}";
    private static final String FILTERED = filteredBy(FILTER);

    private static ModelVault vault;
    private static ModelVault plain;

    private static String filteredBy(String filter) {
        return PLAIN.replace("shop.orders:\n", "shop.orders:\n    " + filter + "\n");
    }

    @BeforeAll
    static void prepare(LocalStack stack) {
        vault = new ModelVault(stack.dwh(), FILTERED);
        plain = new ModelVault(stack.dwh(), PLAIN);
    }

    @BeforeEach
    void recreate() throws SQLException {
        vault.recreate();
    }

    @Test
    void rowsComeAndGoAsTheyMeetTheFilter() throws SQLException {
        vault.load(order(1, "c", 1, "A", "EU", "9", "out"), order(1, "c", 2, "B", "US", "2", "in"));

        assertThat(vault.query("select order_no from hub_order")).containsExactly("B");
        assertThat(vault.query("select region from hub_region"))
                .as("what only a row mentions that is left out is not there")
                .containsExactly("US");

        vault.load(order(2, "u", 1, "A", "EU", "3", "in now"), order(2, "u", 2, "B", "US", null, "out now"));

        assertThat(vault.query("select order_no || status from sts_order join hub_order using (order_hk)"
                        + " order by 1, sts_order.load_dts"))
                .containsExactly("AC", "BC", "BD");
        assertThat(vault.query("select region from lnk_order_region_current join hub_region using (region_hk)"))
                .containsExactly("EU");
        assertThat(vault.query("select note || share from sat_order order by load_dts"))
                .as("a row that goes has no version for it")
                .containsExactly("in6", "in now4");

        vault.load(deletion(3, 2), deletion(3, 1), order(4, "c", 3, "B", "US", "9", "never in"), deletion(5, 3));

        assertThat(vault.query("select status from sts_order order by load_dts, status"))
                .containsExactly("C", "C", "D", "D");
        assertThat(vault.letters())
                .as("deletions of rows that the vault does not have are for nothing")
                .isEmpty();
    }

    @Test
    void rowForWhichTheFilterFailsIsADeadLetterAndIsAskedAgainWhenItIsRetried() throws SQLException {
        vault.load(
                order(1, "c", 1, "A", "EU", "0", "a"),
                order(1, "c", 2, "B", "EU", "1", "b"),
                order(2, "u", 1, "A", "EU", "2", "a"));

        assertThat(vault.letters())
                .extracting(DeadLetter::reason)
                .containsExactly(
                        "division by zero (expression where (12 / quantity > 3))",
                        "An earlier change of the row waits");
        assertThat(vault.query("select order_no from hub_order")).containsExactly("B");

        ModelVault changed =
                new ModelVault(vault.dwh(), FILTERED.replace("\"12 / quantity > 3\"", "quantity between 1 and 3"));
        try (DeadLetters letters = changed.deadLetters()) {
            assertThat(letters.retry(letters.list(false).get(0))).isEmpty();
        }

        assertThat(vault.query("select note || share from sat_order order by load_dts, note"))
                .containsExactly("b12", "a6");
    }

    @Test
    void valueThatAnUpdateLeftOutIsNotTakenFromTheTimeBeforeTheRowLeft() throws SQLException {
        vault.load(order(1, "c", 1, "A", "EU", "2", "before"), order(1, "c", 2, "B", "EU", "2", "stays"));
        vault.load(
                order(2, "u", 1, "A", "EU", "9", RowImage.UNAVAILABLE),
                order(2, "u", 2, "B", "EU", "1", RowImage.UNAVAILABLE));
        vault.load(order(3, "u", 1, "A", "EU", "9", "while it was out"));
        vault.load(order(4, "u", 1, "A", "EU", "9", RowImage.UNAVAILABLE));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select note || share from sat_order order by load_dts, note"))
                .containsExactly("before6", "stays6", "stays12");

        vault.load(order(5, "u", 1, "A", "EU", "2", RowImage.UNAVAILABLE));

        assertThat(vault.letters()).singleElement().satisfies(letter -> assertThat(letter.reason())
                .contains("no earlier state of the row has it: note"));

        vault.loadWithTheEndOf(
                new TableSnapshot(6, new TableName("shop", "orders"), true),
                order(6, "r", 1, "A", "EU", "2", "while it was out").during(6));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select note from sat_order_current where id = 1 and is_live"))
                .containsExactly("while it was out");
        assertThat(vault.query("select count(*) from sts_order where status = 'D'"))
                .as("a partial snapshot's end closes nothing")
                .containsExactly("1");
    }

    @Test
    void stateOfTheSameLoadIsFollowedThoughTheRowWasOut() throws SQLException {
        vault.load(
                order(1, "c", 1, "A", "EU", "2", "first"),
                order(2, "u", 1, "A", "EU", "9", "second"),
                order(3, "u", 1, "A", "EU", "3", RowImage.UNAVAILABLE));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select note || share from sat_order order by load_dts"))
                .containsExactly("first6", "second4");
    }

    @Test
    void rowWithoutAKeyIsNoDeadLetterWhereTheFilterLeavesItOut() throws SQLException {
        ModelVault keyed = new ModelVault(
                vault.dwh(), filteredBy("where: {sql: order_no is not null, columns: {order_no: text}}"));
        keyed.load(order(1, "c", 1, null, "EU", "2", "a"), order(1, "c", 2, "B", "US", "2", "b"));
        keyed.load(order(2, "u", 2, null, "US", "2", "b"));

        assertThat(keyed.letters()).isEmpty();
        assertThat(keyed.query("select region from hub_region")).containsExactly("US");
        assertThat(keyed.query("select status from sts_order order by load_dts"))
                .containsExactly("C", "D");
    }

    @Test
    void endOfASnapshotTakesRowsThatAnotherFilterLeavesOut() throws SQLException {
        TableSnapshot snapshot = new TableSnapshot(9, new TableName("shop", "orders"));
        plain.load(order(1, "c", 1, "A", "EU", "9", "a"), order(1, "c", 2, "B", "EU", "2", "b"));

        vault.loadWithTheEndOf(
                snapshot,
                order(9, "r", 1, "A", "EU", "9", "a").during(9),
                order(9, "r", 2, "B", "EU", "2", "b").during(9));

        assertThat(vault.query("select order_no from sat_order_current join hub_order using (order_hk) where is_live"))
                .containsExactly("B");
    }

    @Test
    void filterThatIsNoConditionOverItsColumnsIsRefusedBeforeAnythingIsLoaded() {
        for (String bad : List.of("quantity", "note = 'x'", "quantity > random()", "quantity > (select 1)")) {
            ModelVault refused =
                    new ModelVault(vault.dwh(), FILTERED.replace("\"12 / quantity > 3\"", "\"" + bad + "\""));
            assertThatThrownBy(() -> refused.load(order(1, "c", 1, "A", "EU", "2", "a")))
                    .isInstanceOf(CdcVaultException.class)
                    .hasMessageContaining("cannot compute where (" + bad + ") of shop.orders");
        }
    }

    /** The same random history, of which one source never had the rows that are left out. */
    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "4,true", "5,true", "6,true"})
    void vaultIsAsIfTheSourceHadNoOtherRows(long seed, boolean isFull) throws SQLException {
        History history = new History(new Random(seed), isFull);
        for (int transaction = 1; transaction <= 80; transaction++) {
            history.transaction(transaction);
        }

        loadInPieces(plain, history.met, new Random(seed));
        Map<String, List<String>> expected = content();
        vault.recreate();
        loadInPieces(vault, history.all, new Random(seed));

        assertThat(vault.letters()).isEmpty();
        assertThat(content()).isEqualTo(expected);
        assertThat(expected.get("sts_order")).hasSizeGreaterThan(40);
    }

    /** Orders that are created, changed and deleted, and hand their numbers over to one another, in any order. */
    private static final class History {

        private final Random random;
        private final boolean isFull;
        private final List<RowChange> all = new ArrayList<>();
        private final List<RowChange> met = new ArrayList<>();
        private final Map<Integer, Map<String, String>> orders = new TreeMap<>();
        private int last;
        private long transaction;

        History(Random random, boolean isFull) {
            this.random = random;
            this.isFull = isFull;
        }

        void transaction(long number) {
            transaction = number;
            for (int change = 1 + random.nextInt(4); change > 0; change--) {
                List<Runnable> steps = new ArrayList<>(steps());
                // The source checks its keys at commit.
                if (random.nextBoolean()) {
                    Collections.reverse(steps);
                }
                steps.forEach(Runnable::run);
            }
        }

        private List<Runnable> steps() {
            Map<String, String> fresh = fresh(++last, free());
            if (orders.size() < 2 || random.nextInt(5) == 0) {
                return orders.size() < 6 ? List.of(() -> write(null, fresh)) : List.of();
            }
            Map<String, String> before = any();
            Map<String, String> heir = fresh(last, before.get("order_no"));
            Map<String, String> moved = fresh(Integer.parseInt(before.get("id")), free());
            Map<String, String> changed = fresh(Integer.parseInt(before.get("id")), before.get("order_no"));
            if (random.nextInt(3) > 0) {
                changed.put("note", before.get("note"));
            }
            return switch (orders.size() > 9 ? 0 : random.nextInt(6)) {
                case 0 -> List.of(() -> write(before, null));
                case 1 -> List.of(() -> write(before, null), () -> write(null, heir));
                case 2 -> List.of(() -> write(before, moved), () -> write(null, heir));
                case 3 -> List.of(() -> write(before, moved));
                default -> List.of(() -> write(before, changed));
            };
        }

        private Map<String, String> any() {
            return new ArrayList<>(orders.values()).get(random.nextInt(orders.size()));
        }

        private String free() {
            List<String> taken =
                    orders.values().stream().map(order -> order.get("order_no")).toList();
            List<String> numbers = new ArrayList<>(List.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("")));
            numbers.removeAll(taken);
            return numbers.get(random.nextInt(numbers.size()));
        }

        private Map<String, String> fresh(int id, String number) {
            return orderRow(
                    id,
                    number,
                    List.of("EU", "US").get(random.nextInt(2)),
                    "" + (1 + random.nextInt(5)),
                    "n".repeat(1 + random.nextInt(4)));
        }

        private void write(Map<String, String> before, Map<String, String> after) {
            if (after == null) {
                orders.remove(Integer.valueOf(before.get("id")));
            } else {
                orders.put(Integer.valueOf(after.get("id")), after);
            }
            all.addAll(changes(before, after, meets(before) || !meets(after)));
            met.addAll(changes(meets(before) ? before : null, meets(after) ? after : null, true));
        }

        private static boolean meets(Map<String, String> order) {
            return order != null && Integer.parseInt(order.get("quantity")) < 4;
        }

        /** @param mayLack whether the row's large value may be left out where it is the same */
        private List<RowChange> changes(Map<String, String> before, Map<String, String> after, boolean mayLack) {
            if (before == null && after == null) {
                return List.of();
            }
            if (before == null) {
                return List.of(EnvelopeChange.of(transaction, "orders", "c", key(after), after));
            }
            if (after == null) {
                return List.of(
                        EnvelopeChange.of(transaction, "orders", "d", key(before), isFull ? before : key(before)));
            }
            if (isFull) {
                return key(before).equals(key(after))
                        ? List.of(EnvelopeChange.update(transaction, "orders", key(after), before, after))
                        : List.of(
                                EnvelopeChange.of(transaction, "orders", "d", key(before), before),
                                EnvelopeChange.of(transaction, "orders", "c", key(after), after));
            }
            Map<String, String> sent = new HashMap<>(after);
            if (mayLack && after.get("note").equals(before.get("note"))) {
                sent.put("note", RowImage.UNAVAILABLE);
            }
            return List.of(EnvelopeChange.of(transaction, "orders", "u", key(after), sent));
        }

        private Map<String, String> key(Map<String, String> order) {
            String column = isFull ? "order_no" : "id";
            return row(column, order.get(column));
        }
    }

    private static void loadInPieces(ModelVault target, List<RowChange> history, Random random) {
        Map<Long, List<RowChange>> transactions = history.stream()
                .collect(Collectors.groupingBy(
                        change -> change.stamp().number().value(), TreeMap::new, Collectors.toList()));
        List<RowChange> batch = new ArrayList<>();
        for (List<RowChange> transaction : transactions.values()) {
            batch.addAll(transaction);
            if (random.nextInt(3) == 0) {
                target.load(batch, false);
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            target.load(batch, false);
        }
    }

    private static Map<String, List<String>> content() throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        for (String table : vault.query("select tablename from pg_tables where schemaname = 'Orders Vault'")) {
            content.put(table, vault.query("select row(t)::text from " + table + " as t order by 1"));
        }
        return content;
    }

    private static RowChange order(
            long transaction, String operation, int id, String number, String region, String quantity, String note) {
        return EnvelopeChange.of(
                transaction, "orders", operation, row("id", "" + id), orderRow(id, number, region, quantity, note));
    }

    private static Map<String, String> orderRow(int id, String number, String region, String quantity, String note) {
        return row("id", "" + id, "order_no", number, "region", region, "quantity", quantity, "note", note);
    }

    private static RowChange deletion(long transaction, int id) {
        return EnvelopeChange.of(transaction, "orders", "d", row("id", "" + id), row("id", "" + id));
    }
}

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constants and expressions in the place of columns: the vault is as if the source had columns with these values. */
@ExtendWith(LocalStackExtension.class)
final class ComputedIT {

    private static final String MODEL =
            """
            model: computed
            vault: {schema: "Orders Vault", hash: exact, record_source: shop}
            hubs:
              hub_customer: {business_key: {bkcc: char(3), customer_no: bigint}}
              hub_order:    {business_key: {order_no: text}}
              hub_region:   {business_key: {region: varchar(3)}}
            links:
              lnk_order_customer: {hubs: {order: hub_order, customer: hub_customer}, driving: [order]}
              lnk_order_region:   {hubs: {order: hub_order, region: hub_region}, driving: [order]}
            satellites:
              sat_customer: {of: hub_customer, attributes: {name: text}}
              sat_order:
                of: hub_order
                attributes: {share: "numeric(10,2)", origin: text, note: varchar(2000), note_length: integer}
            sources:
              shop.customers:
                hubs: {hub_customer: {customer_no: id, bkcc: BKCC}}
                satellites: [sat_customer]
              shop.orders:
                hubs:
                  hub_order: {order_no: order_no}
                  hub_customer: {customer_no: customer_id, bkcc: BKCC}
                  hub_region: {region: REGION}
                links: [lnk_order_customer, lnk_order_region]
                satellites: {sat_order: {share: SHARE, origin: ORIGIN, note_length: LENGTH}}
                ignore: [OTHERS]
            """;

    private static final Map<String, String> COMPUTATIONS = Map.of(
            "OTHERS", "bkcc, origin, region, share, note_length",
            "BKCC", "{value: crm}",
            "ORIGIN", "{value: \"the 'web'\"}",
            "REGION", "{sql: \"split_part(code, '-', 1)\", columns: {code: text}}",
            "SHARE", "{sql: \"100 / quantity\", columns: {quantity: numeric}}",
            "LENGTH", "{sql: char_length(note), columns: {note: text}}");

    private static final String COMPUTED = with(COMPUTATIONS);

    /** Of a source that has all of it as columns. */
    private static final String PLAIN = with(Map.of(
            "OTHERS",
            "code, quantity",
            "BKCC",
            "bkcc",
            "ORIGIN",
            "origin",
            "REGION",
            "region",
            "SHARE",
            "share",
            "LENGTH",
            "note_length"));

    private static ModelVault vault;
    private static ModelVault plain;

    private static String with(Map<String, String> feeds) {
        String model = MODEL;
        for (Map.Entry<String, String> feed : feeds.entrySet()) {
            model = model.replace(feed.getKey(), feed.getValue());
        }
        return model;
    }

    @BeforeAll
    static void prepare(LocalStack stack) {
        vault = new ModelVault(stack.dwh(), COMPUTED);
        plain = new ModelVault(stack.dwh(), PLAIN);
    }

    @BeforeEach
    void recreate() throws SQLException {
        vault.recreate();
    }

    @Test
    void constantsAndExpressionsFeedKeysAndAttributes() throws SQLException {
        vault.load(
                customer(1, "c", "7", "Anna"),
                order(1, "c", "O-1", "7", "EU-1", "3", "note"),
                order(1, "c", "O-2", null, null, "4", null));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select bkcc || customer_no from hub_customer")).containsExactly("crm7");
        assertThat(vault.query("select region from hub_region")).containsExactly("EU");
        assertThat(vault.query("select concat_ws(',', share, origin, note_length) from sat_order order by share"))
                .containsExactly("25.00,the 'web'", "33.33,the 'web',4");
        assertThat(vault.query("select count(*) from lnk_order_customer"))
                .as("an order without a customer is linked to none, though the constant is there")
                .containsExactly("1");

        vault.load(deletion(2, "O-1"), EnvelopeChange.of(3, "customers", "t", null, null));

        assertThat(vault.query("select status from sts_customer order by load_dts"))
                .containsExactly("C", "D");
        assertThat(vault.query("select count(*) from lnk_order_region_current")).containsExactly("0");
    }

    @Test
    void rowForWhichAnExpressionFailsIsADeadLetterAndIsLoadedOnceItDoesNot() throws SQLException {
        vault.load(
                order(1, "c", "O-1", "7", "EU-1", "4", "a"),
                order(1, "c", "O-2", "7", "EU-1", "0", "b"),
                order(2, "u", "O-2", "7", "US-1", "5", "b"),
                order(2, "c", "O-3", "7", "LONG-1", "5", "b"));

        assertThat(vault.letters())
                .extracting(DeadLetter::reason)
                .containsExactly(
                        "division by zero (expression (100 / quantity))",
                        "An earlier change of the row waits",
                        "value too long for type character varying(3) (expression (split_part(code, '-', 1)))");
        assertThat(vault.query("select order_no from hub_order")).containsExactly("O-1");

        ModelVault changed = new ModelVault(
                vault.dwh(), COMPUTED.replace("100 / quantity", "case when quantity <> 0 then 100 / quantity end"));
        try (DeadLetters letters = changed.deadLetters()) {
            assertThat(letters.retry(letters.list(false).get(0))).isEmpty();
        }

        assertThat(vault.query("select coalesce(share::text, 'none') from sat_order order by load_dts, share"))
                .containsExactly("25.00", "none", "20.00");
    }

    @Test
    void valueThatAnUpdateLeftOutIsFilledInForTheExpressionOrItsRowWaits() throws SQLException {
        vault.load(order(1, "c", "O-1", "7", "EU-1", "4", "a long note"));
        vault.load(order(2, "u", "O-1", "7", "US-1", "5", RowImage.UNAVAILABLE));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select share || note || note_length from sat_order order by load_dts"))
                .containsExactly("25.00a long note11", "20.00a long note11");

        vault.load(order(3, "u", "O-1", "7", RowImage.UNAVAILABLE, "5", "a"));

        assertThat(vault.letters()).singleElement().satisfies(letter -> assertThat(letter.reason())
                .contains("no earlier state of the row has it: code"));
    }

    @Test
    void expressionThatFailsOnceWhatAnUpdateLeftOutIsFilledInMakesADeadLetterOfItsRowAlone() throws SQLException {
        ModelVault both = new ModelVault(
                vault.dwh(),
                COMPUTED.replace(
                        "\"100 / quantity\", columns: {quantity: numeric}",
                        "char_length(note) / quantity, columns: {note: text, quantity: integer}"));
        both.load(order(1, "c", "O-1", "7", "EU-1", "4", "aa"), order(1, "c", "O-2", "7", "EU-1", "1", "bb"));
        both.load(
                order(2, "u", "O-1", "7", "US-1", "0", RowImage.UNAVAILABLE),
                order(2, "u", "O-2", "7", "US-1", "2", RowImage.UNAVAILABLE),
                order(3, "u", "O-1", "7", "US-1", "2", "aaaa"));

        assertThat(both.letters())
                .extracting(DeadLetter::reason)
                .containsExactly("division by zero (expression)", "An earlier change of the row waits");
        assertThat(both.query("select order_no || share from sat_order join hub_order using (order_hk)"
                        + " order by order_no, sat_order.load_dts"))
                .containsExactly("O-10.00", "O-22.00", "O-21.00");
    }

    @Test
    void recordSourceMayStandInAColumn() throws SQLException {
        ModelVault sources = new ModelVault(
                vault.dwh(),
                COMPUTED.replace("  shop.orders:\n", "  shop.orders:\n    record_source: {column: origin}\n")
                        .replace("ignore: [bkcc, origin, ", "ignore: [bkcc, ")
                        .replace(
                                "sat_customer: {of",
                                "sat_note: {of: hub_order, attributes: {origin: text}}\n  sat_customer: {of")
                        .replace("satellites: {sat_order:", "satellites: {sat_note: {}, sat_order:"));
        sources.recreate();
        RowChange known = order(1, "c", "O-1", "7", "EU-1", "4", "a");
        Map<String, String> unknown = orderRow("O-2", "8", "EU-2", "4", "a");
        unknown.put("origin", "");
        sources.load(known, EnvelopeChange.of(1, "orders", "c", row("order_no", "O-2"), unknown), deletion(2, "O-1"));

        assertThat(sources.letters()).isEmpty();
        for (String table : List.of("hub_order", "lnk_order_customer", "sat_order")) {
            assertThat(sources.query("select rec_src from " + table + " order by 1"))
                    .as(table)
                    .containsExactly("shop", "the 'web'");
        }
        assertThat(sources.query("select rec_src from hub_region"))
                .as("of two in one transaction the lesser")
                .containsExactly("shop");
    }

    @Test
    void endOfARowHasTheRecordSourceOfTheVersionBefore() throws SQLException {
        ModelVault phones = new ModelVault(
                vault.dwh(),
                """
                model: phones
                vault: {schema: "Orders Vault", hash: exact, record_source: shop}
                hubs: {hub_customer: {business_key: {customer_no: bigint}}}
                satellites: {sat_phone: {of: hub_customer, child_key: {kind: text}, attributes: {number: text}}}
                sources:
                  shop.phones:
                    record_source: {column: system}
                    hubs: {hub_customer: {customer_no: customer_id}}
                    satellites: [sat_phone]
                """);
        phones.recreate();
        Map<String, String> key = row("customer_id", "1", "kind", "home");
        Map<String, String> phone = row("customer_id", "1", "kind", "home", "number", "5", "system", "erp");
        phones.load(EnvelopeChange.of(1, "phones", "c", key, phone));
        phones.load(EnvelopeChange.of(2, "phones", "d", key, key));
        phones.load(EnvelopeChange.of(3, "phones", "c", key, phone), EnvelopeChange.of(4, "phones", "d", key, key));

        assertThat(phones.letters()).isEmpty();
        assertThat(phones.query("select rec_src || is_active from sat_phone order by load_dts"))
                .containsExactly("erptrue", "erpfalse", "erptrue", "erpfalse");
    }

    @Test
    void expressionThatIsNoneOverItsColumnsIsRefusedBeforeAnythingIsLoaded() {
        for (String bad : List.of(
                "quantity / char_length(note)", "quantity + random()", "quantity || 'x' ||", "nothing(quantity)")) {
            ModelVault refused = new ModelVault(vault.dwh(), COMPUTED.replace("100 / quantity", bad));
            assertThatThrownBy(() -> refused.load(customer(1, "c", "7", "Anna")))
                    .isInstanceOf(CdcVaultException.class)
                    .hasMessageContaining("cannot compute (" + bad + ") of shop.orders");
        }
        ModelVault refused = new ModelVault(
                vault.dwh(),
                MODEL.replace("ORIGIN", "{value: web}")
                        .replace("SHARE", "{value: web}")
                        .replace("BKCC", "bkcc")
                        .replace("REGION", "region")
                        .replace("LENGTH", "l")
                        .replace("OTHERS", "x"));
        assertThatThrownBy(() -> refused.load(customer(1, "c", "7", "Anna")))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("invalid input syntax for type numeric");
    }

    /** The same random history as rows of which both sources hold as much as they have. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void vaultIsAsIfTheSourceHadTheValuesAsColumns(long seed) throws SQLException {
        List<RowChange> history = new ArrayList<>();
        Random random = new Random(seed);
        Map<String, Map<String, String>> orders = new TreeMap<>();
        for (int transaction = 1; transaction <= 60; transaction++) {
            for (int change = 0; change < 1 + random.nextInt(3); change++) {
                history.add(change(transaction, random, orders));
            }
        }

        loadInPieces(plain, history, random);
        Map<String, List<String>> expected = content();
        vault.recreate();
        loadInPieces(vault, history, random);

        assertThat(vault.letters()).isEmpty();
        assertThat(content()).isEqualTo(expected);
        assertThat(expected.get("eff_order_region")).hasSizeGreaterThan(5);
    }

    /** A row's own key is computed of its key at the source. */
    private static final String KEYED =
            """
            model: keyed
            vault: {schema: "Orders Vault", hash: exact, record_source: shop}
            hubs:
              hub_item:  {business_key: {item_no: varchar(9), bkcc: text}}
              hub_owner: {business_key: {owner: text}}
            links:
              lnk_item_owner: {hubs: {item: hub_item, owner: hub_owner}, driving: [item]}
            satellites:
              sat_item: {of: hub_item, attributes: {note: text, code: text}}
            sources:
              shop.items:
                hubs: {hub_item: {item_no: NUMBER, bkcc: {value: crm}}, hub_owner: {owner: owner}}
                links: [lnk_item_owner]
                satellites: [sat_item]
                ignore: [item_no, nr]
            """;

    private static final String KEYED_BY_EXPRESSION =
            KEYED.replace("NUMBER", "{sql: \"code || '-' || 12 / nr\", columns: {code: text, nr: integer}}");

    @Test
    void rowWhoseKeyIsNothingOrCannotBeComputedWaits() throws SQLException {
        ModelVault keyed = new ModelVault(vault.dwh(), KEYED_BY_EXPRESSION);
        keyed.recreate();
        keyed.load(
                item(1, "c", null, "1", "no key"),
                item(1, "c", "a", "0", "fails"),
                item(1, "c", "aaaaaaaaa", "1", "too long"),
                item(1, "c", "b", "3", "fine"));

        assertThat(keyed.letters())
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder(
                        "Its business key is empty: (code || '-' || 12 / nr)",
                        "division by zero (expression (code || '-' || 12 / nr))",
                        "value too long for type character varying(9) (expression (code || '-' || 12 / nr))");
        assertThat(keyed.query("select item_no from hub_item")).containsExactly("b-4");

        keyed.load(itemDeletion(2, "b", "3"));

        assertThat(keyed.query("select status from sts_item order by load_dts")).containsExactly("C", "D");
    }

    @Test
    void keyIsEmptyOnlyWhenAllOfItIs() throws SQLException {
        ModelVault keyed = new ModelVault(
                vault.dwh(),
                KEYED.replace("item_no: varchar(9)", "item_no: varchar(9), nr: integer")
                        .replace("NUMBER", "{sql: upper(code), columns: {code: text}}, nr: nr")
                        .replace(", nr]", "]"));
        keyed.recreate();
        keyed.load(item(1, "c", null, "1", "a"), item(1, "c", "b", "2", "b"), item(1, "c", null, null, "c"));
        keyed.load(EnvelopeChange.of(2, "items", "t", null, null));

        assertThat(keyed.query(
                        "select concat_ws(',', item_no, nr) || status from sts_item join hub_item using (item_hk)"
                                + " order by 1"))
                .containsExactly("1C", "1D", "B,2C", "B,2D");
        assertThat(keyed.letters())
                .extracting(DeadLetter::reason)
                .first()
                .isEqualTo("Its business key is empty: (upper(code))");
    }

    @Test
    void truncatePassesARowByThatWaits() throws SQLException {
        ModelVault keyed = new ModelVault(vault.dwh(), KEYED_BY_EXPRESSION);
        keyed.recreate();
        keyed.load(item(1, "c", "a", "3", "waits"), item(1, "c", "b", "3", "goes"));
        keyed.load(
                EnvelopeChange.of(2, "items", "u", itemKey("a", "3"), row("code", "a", "nr", "3")),
                EnvelopeChange.of(3, "items", "t", null, null));

        assertThat(keyed.query("select item_no || status from sts_item join hub_item using (item_hk) order by 1"))
                .containsExactly("a-4C", "b-4C", "b-4D");
        assertThat(keyed.letters()).hasSize(2);
    }

    /** Nothing but the model says that rows of which an expression makes one are two. */
    @Test
    void rowsOfWhichAnExpressionMakesOneAreToldApart() throws SQLException {
        ModelVault keyed = new ModelVault(vault.dwh(), KEYED_BY_EXPRESSION);
        keyed.recreate();
        keyed.execute("insert into cdc_vault.source_table (feed, source_schema, source_table, facts)"
                + " values ('test/kafka', 'shop', 'items', '{\"unique\": false}')");
        // 12 / 7 and 12 / 8 are 1.
        keyed.load(item(1, "c", "a", "7", "one"));
        keyed.load(item(2, "c", "a", "8", "heir"), itemDeletion(2, "a", "7"));
        keyed.load(item(3, "c", "a", "9", "twin"));
        keyed.load(itemDeletion(4, "a", "9"));

        assertThat(keyed.query("select note from sat_item_current where is_live"))
                .containsExactly("heir");
        assertThat(keyed.query("select status from sts_item")).containsExactly("C");
        assertThat(keyed.letters()).hasSize(2).first().satisfies(letter -> assertThat(letter.reason())
                .startsWith("Another row of the source has the same code, nr"));
    }

    /** The same random history, once with the key as a column. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keyThatIsComputedIsAsIfItWereAColumn(long seed) throws SQLException {
        ModelVault keyed = new ModelVault(vault.dwh(), KEYED_BY_EXPRESSION);
        ModelVault simple = new ModelVault(vault.dwh(), KEYED.replace("NUMBER", "item_no"));
        keyed.recreate();
        loadItems(simple, seed);
        Map<String, List<String>> expected = content();
        keyed.recreate();
        loadItems(keyed, seed);

        assertThat(keyed.letters()).isEmpty();
        assertThat(content()).isEqualTo(expected);
        assertThat(expected.get("sts_item")).hasSizeGreaterThan(20);
    }

    private static void loadItems(ModelVault target, long seed) {
        Random random = new Random(seed);
        Map<String, Map<String, String>> items = new TreeMap<>();
        List<RowChange> batch = new ArrayList<>();
        for (int transaction = 1; transaction <= 60; transaction++) {
            if (random.nextInt(12) == 0) {
                TableSnapshot snapshot = new TableSnapshot(transaction, new TableName("shop", "items"));
                items.keySet().removeIf(item -> random.nextInt(3) == 0);
                for (Map<String, String> item : items.values()) {
                    batch.add(item(transaction, "r", item.get("code"), item.get("nr"), item.get("note"))
                            .during(transaction));
                }
                if (!batch.isEmpty()) {
                    target.loadWithTheEndOf(snapshot, batch.toArray(RowChange[]::new));
                    batch.clear();
                }
                continue;
            }
            for (int change = random.nextInt(4); change >= 0; change--) {
                String code = List.of("a", "b", "c").get(random.nextInt(3));
                String nr = "" + (1 + random.nextInt(3));
                boolean isThere = items.containsKey(code + nr);
                int dice = random.nextInt(16);
                if (dice == 0) {
                    batch.add(EnvelopeChange.of(transaction, "items", "t", null, null));
                    items.clear();
                } else if (isThere && dice < 5) {
                    batch.add(itemDeletion(transaction, code, nr));
                    items.remove(code + nr);
                } else {
                    String note = "note " + random.nextInt(3);
                    batch.add(item(transaction, isThere ? "u" : "c", code, nr, note));
                    items.put(code + nr, row("code", code, "nr", nr, "note", note));
                }
            }
            if (random.nextInt(3) == 0) {
                target.load(batch, false);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            target.load(batch, false);
        }
    }

    private static RowChange item(long transaction, String operation, String code, String nr, String note) {
        Map<String, String> row = row("code", code, "nr", nr, "note", note, "owner", "owner of " + nr);
        row.put("item_no", number(code, nr));
        return EnvelopeChange.of(transaction, "items", operation, itemKey(code, nr), row);
    }

    private static RowChange itemDeletion(long transaction, String code, String nr) {
        Map<String, String> known = itemKey(code, nr);
        known.put("item_no", number(code, nr));
        return EnvelopeChange.of(transaction, "items", "d", itemKey(code, nr), known);
    }

    private static Map<String, String> itemKey(String code, String nr) {
        return row("code", code, "nr", nr);
    }

    private static String number(String code, String nr) {
        return code == null || nr == null || nr.equals("0") ? null : code + "-" + 12 / Integer.parseInt(nr);
    }

    private static RowChange change(int transaction, Random random, Map<String, Map<String, String>> orders) {
        String number = "O-" + random.nextInt(4);
        Map<String, String> before = orders.get(number);
        int dice = random.nextInt(20);
        if (dice == 0) {
            orders.clear();
            return EnvelopeChange.of(transaction, "orders", "t", null, null);
        }
        if (before != null && dice < 6) {
            orders.remove(number);
            return deletion(transaction, number);
        }
        String note =
                before != null && before.get("note") != null && dice < 12 ? before.get("note") : "n".repeat(dice % 4);
        Map<String, String> row = orderRow(
                number,
                dice % 3 == 0 ? null : "" + random.nextInt(3),
                dice % 5 == 0 ? null : List.of("EU-1", "EU-2", "US-1").get(random.nextInt(3)),
                "" + (1 + random.nextInt(3)),
                note);
        orders.put(number, new HashMap<>(row));
        if (before != null && note.equals(before.get("note"))) {
            row.put("note", RowImage.UNAVAILABLE);
            row.put("note_length", RowImage.UNAVAILABLE);
        }
        return EnvelopeChange.of(transaction, "orders", before == null ? "c" : "u", row("order_no", number), row);
    }

    private static void loadInPieces(ModelVault target, List<RowChange> history, Random random) throws SQLException {
        List<RowChange> batch = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            batch.add(history.get(i));
            boolean isEnd = i + 1 == history.size()
                    || !history.get(i).stamp().equals(history.get(i + 1).stamp());
            if (isEnd && (i + 1 == history.size() || random.nextInt(3) == 0)) {
                target.load(batch, false);
                batch.clear();
            }
        }
    }

    private static Map<String, List<String>> content() throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        for (String table : vault.query("select tablename from pg_tables where schemaname = 'Orders Vault'")) {
            content.put(table, vault.query("select row(t)::text from " + table + " as t order by 1"));
        }
        return content;
    }

    private static RowChange customer(long transaction, String operation, String id, String name) {
        return EnvelopeChange.of(transaction, "customers", operation, row("id", id), row("id", id, "name", name));
    }

    private static RowChange order(
            long transaction,
            String operation,
            String number,
            String customer,
            String code,
            String quantity,
            String note) {
        return EnvelopeChange.of(
                transaction,
                "orders",
                operation,
                row("order_no", number),
                orderRow(number, customer, code, quantity, note));
    }

    /** With what the expressions make of it, for a source that has that. */
    private static Map<String, String> orderRow(
            String number, String customer, String code, String quantity, String note) {
        Map<String, String> row =
                row("order_no", number, "customer_id", customer, "code", code, "quantity", quantity, "note", note);
        row.put("bkcc", customer == null ? null : "crm");
        row.put("origin", "the 'web'");
        row.put("region", code == null || code.indexOf('-') < 0 ? code : code.substring(0, code.indexOf('-')));
        row.put("share", quantity.equals("0") ? null : "" + 100.0 / Integer.parseInt(quantity));
        row.put("note_length", note == null ? null : "" + note.length());
        return row;
    }

    private static RowChange deletion(long transaction, String number) {
        return EnvelopeChange.of(transaction, "orders", "d", row("order_no", number), row("order_no", number));
    }
}

package io.cdcvault.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where keys of several parts may have one hash, and which changes are looked at because of it. */
final class SharedHashTest {

    private static final VaultModel MODEL = ModelReader.read(
            """
            model: orders
            vault: {schema: vault, hash: automate-dv, record_source: shop}
            hubs:
              hub_order: {business_key: {shop: text, number: text}}
              hub_customer: {business_key: {name: text}}
              hub_seller: {business_key: {code: text}}
            links:
              lnk_sale: {hubs: {order: hub_order, customer: hub_customer}, driving: [order, customer]}
              lnk_offer: {hubs: {customer: hub_customer, order: hub_order, seller: hub_seller}, driving: [customer, order]}
            satellites:
              sat_sale: {of: lnk_sale, attributes: {total: integer}}
            sources:
              public.orders:
                row: lnk_sale
                hubs:
                  hub_order: {shop: shop, number: number}
                  hub_customer: {name: customer}
                  hub_seller: {code: seller}
                links: [lnk_sale, lnk_offer]
                satellites: [sat_sale]
            """,
            "orders.yaml");

    private final Map<String, SharedHash> found = new HashMap<>();

    SharedHashTest() {
        LoadPlan plan =
                new LoadPlanCompiler(MODEL, VaultSchema.of(MODEL)).compileAll().get(0);
        plan.sharedHashes().forEach(hash -> found.put(hash.target(), hash));
    }

    @Test
    void keysOfSeveralPartsAreFoundAndThoseOfOneAreNot() {
        assertThat(found)
                .containsOnlyKeys(
                        "hub_order",
                        "lnk_sale",
                        "the driving key of lnk_sale",
                        "lnk_offer",
                        "the driving key of lnk_offer");
        assertThat(columns(found("lnk_offer")))
                .containsExactly(List.of("customer"), List.of("shop", "number"), List.of("seller"));
        assertThat(columns(found("the driving key of lnk_offer")))
                .containsExactly(List.of("customer"), List.of("shop", "number"));
    }

    private static List<List<String>> columns(SharedHash hash) {
        return hash.ends().stream()
                .map(end -> end.stream().map(SharedHash.Part::fed).toList())
                .toList();
    }

    @Test
    void onlyValuesThatTheRecipeMayMistakeAreLookedAt() {
        SharedHash hub = found("hub_order");

        assertThat(hub.isPossible(change(Operation.CREATE, "a", "1"))).isFalse();
        assertThat(hub.isPossible(change(Operation.CREATE, "a||1", "2"))).isTrue();
        assertThat(hub.isPossible(change(Operation.CREATE, "a", null))).isTrue();
    }

    @Test
    void noChangeIsLookedAtWhereTheRecipeLosesNothing() {
        SharedHash hub = found("hub_order");
        SharedHash exact = new SharedHash(
                HashRecipe.named("exact", HashAlgorithm.MD5), hub.target(), hub.ends(), false, true, "", "");

        assertThat(exact.isPossible(change(Operation.CREATE, "a||1", null))).isFalse();
    }

    @Test
    void deletionIsLookedAtOnlyWhereItCarriesTheKey() {
        assertThat(found("hub_order").ofDeletions()).isTrue();
        assertThat(found("hub_order").isPossible(change(Operation.DELETE, "a||1", "2")))
                .isTrue();
        assertThat(found("lnk_offer").ofDeletions()).isFalse();
        assertThat(found("lnk_offer").isPossible(change(Operation.DELETE, "a||1", "2")))
                .isFalse();
    }

    @Test
    void linkWithAnEmptyEndHasNoHashToShare() {
        assertThat(found("lnk_offer").isPossible(change(Operation.CREATE, null, null)))
                .isFalse();
        assertThat(found("hub_order").isPossible(change(Operation.CREATE, null, null)))
                .isTrue();
    }

    @Test
    void statementsCompareTheKeysAsTheRecipeLooksAtThem() {
        SharedHash hub = found("hub_order");

        assertThat(hub.staged()).contains("'hub_order' as \"target\"").contains("\"#row_key\" is not null");
        assertThat(hub.stored()).contains("'hub_order' as \"target\"").contains("from \"mention\"");
        assertThat(found("lnk_offer").staged()).as("of rows that exist").contains("\"#live\"");
    }

    private SharedHash found(String target) {
        return Objects.requireNonNull(found.get(target));
    }

    private static RowChange change(Operation operation, @Nullable String shop, @Nullable String number) {
        Map<String, @Nullable String> columns = new HashMap<>();
        columns.put("shop", shop);
        columns.put("number", number);
        columns.put("customer", "Ada");
        columns.put("seller", "s|1");
        return new RowChange(
                new TableName("public", "orders"),
                operation,
                new RowImage(columns),
                new TransactionStamp(1, 10),
                Optional.of(new Lsn(1)),
                1,
                new Origin(null, new byte[0], new Origin.Place("orders-0@", 0)));
    }
}

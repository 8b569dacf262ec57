package io.cdcvault.init.derive;

import static io.cdcvault.init.derive.TableSketch.catalog;
import static io.cdcvault.init.derive.TableSketch.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.init.NewTable;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a table that comes when there is a model, which a person has written. */
final class NewTableTest {

    private static final TableName ORDERS = new TableName("shop", "orders");
    private static final TableName LINES = new TableName("shop", "lines");

    private static final VaultModel MODEL = ModelReader.read(
            """
            model: shop
            vault: {schema: dv, record_source: ours}
            hubs:
              hub_client: {business_key: {client_no: bigint}}
              hub_order: {business_key: {no: text}}
              hub_product: {business_key: {sku: text}}
            satellites:
              sat_client: {of: hub_client, attributes: {name: text}}
              sat_order: {of: hub_order, attributes: {v: text}}
              sat_product: {of: hub_product, attributes: {surrogate: integer}}
            sources:
              shop.customers:
                hubs: {hub_client: {client_no: id}}
                satellites: [sat_client]
              shop.old_orders:
                hubs: {hub_order: {no: no}}
                satellites: [sat_order]
              shop.products:
                hubs: {hub_product: {sku: sku}}
                satellites: {sat_product: {surrogate: id}}
            """,
            "shop.yaml");

    private static final TableSketch CUSTOMERS =
            table("customers").counted("id", "bigint").column("name", "text").primary("id");
    private static final TableSketch PRODUCTS = table("products")
            .counted("id", "integer")
            .column("sku", "text")
            .primary("id")
            .unique("sku");
    private static final TableSketch NEW = table("orders")
            .column("order_no", "text")
            .optional("customer_id", "bigint")
            .optional("product_id", "integer")
            .optional("total", "numeric(8,2)")
            .primary("order_no")
            .refers("customer_id", "customers", "id")
            .refers("product_id", "products", "id");

    @Test
    void tableIsLinkedToTheHubsOfTheModel() {
        SourceTable source =
                grown(catalog(CUSTOMERS, PRODUCTS, NEW)).source(ORDERS).orElseThrow();

        assertThat(source.recordSource()).isEqualTo("ours");
        assertThat(source.hubs()).anySatisfy(feed -> {
            assertThat(feed.hub()).isEqualTo("hub_client");
            assertThat(feed.columns()).containsEntry("client_no", "customer_id");
        });
        assertThat(source.links()).hasSize(1);
    }

    @Test
    void whatTheModelDoesNotIdentifyRowsByIsAnAttribute() {
        VaultModel grown = grown(catalog(CUSTOMERS, PRODUCTS, NEW));
        SourceTable source = grown.source(ORDERS).orElseThrow();

        assertThat(source.hubs()).noneMatch(feed -> feed.hub().equals("hub_product"));
        assertThat(source.maps("product_id")).isTrue();
        assertThat(source.maps("total")).isTrue();
    }

    /** The model has a hub and a satellite of these names. */
    @Test
    void namesOfTheModelStay() {
        VaultModel grown = grown(catalog(CUSTOMERS, PRODUCTS, NEW));

        assertThat(grown.hubs()).containsAll(MODEL.hubs());
        assertThat(grown.source(ORDERS).orElseThrow().row()).isEqualTo("hub_order_2");
        assertThat(new LoadPlanCompiler(grown, VaultSchema.of(grown)).compileAll())
                .hasSize(4);
    }

    @Test
    void relationOfAHubOfTheModelAndOneThatCameIsALink() {
        TableSketch lines = table("lines")
                .column("order_no", "text")
                .column("customer_id", "bigint")
                .primary("order_no", "customer_id")
                .refers("order_no", "orders", "order_no")
                .refers("customer_id", "customers", "id");
        Catalog catalog = catalog(CUSTOMERS, PRODUCTS, NEW, lines);
        VaultModel first = grown(catalog);
        VaultModel second = Evolution.of(
                first, List.of(NewTable.of(catalog, LINES, first).added().orElseThrow()));

        SourceTable source = second.source(LINES).orElseThrow();
        assertThat(second.isLink(source.row())).isTrue();
        assertThat(second.link(source.row()).roles())
                .extracting(role -> role.hub())
                .containsExactlyInAnyOrder("hub_order_2", "hub_client");
    }

    @Test
    void relationThatMayBeThereSeveralTimesIsALinkThatNoTableDecidesAbout() {
        TableSketch lines = table("lines")
                .column("order_no", "text")
                .column("customer_id", "bigint")
                .column("kind", "text")
                .primary("order_no", "customer_id", "kind")
                .refers("order_no", "orders", "order_no")
                .refers("customer_id", "customers", "id");
        Catalog catalog = catalog(CUSTOMERS, PRODUCTS, NEW, lines);
        VaultModel first = grown(catalog);
        VaultModel second = Evolution.of(
                first, List.of(NewTable.of(catalog, LINES, first).added().orElseThrow()));

        assertThat(second.source(LINES).orElseThrow().row()).isEqualTo("sat_line");
        assertThat(second.hasEffectivity(second.link("lnk_line"))).isFalse();
        assertThat(second.satellite("sat_line").childKey()).containsExactly(new Column("kind", "text"));
        assertThat(second.satellite("sat_line").attributes()).isEmpty();
    }

    @Test
    void foreignKeyThatIsEmptyInPartFeedsNoKey() {
        TableSketch lines = table("lines")
                .column("no", "bigint")
                .column("order_no", "text")
                .optional("customer_id", "bigint")
                .primary("no")
                .refers(
                        List.of("order_no", "customer_id"),
                        new TableName("shop", "orders"),
                        List.of("order_no", "customer_id"));
        Catalog catalog = catalog(CUSTOMERS, PRODUCTS, NEW.unique("order_no", "customer_id"), lines);
        VaultModel first = grown(catalog);
        VaultModel second = Evolution.of(
                first, List.of(NewTable.of(catalog, LINES, first).added().orElseThrow()));

        assertThat(second.source(LINES).orElseThrow().hubFeed("hub_order_2").columns())
                .containsExactly(
                        Map.entry("order_no", "(case when \"customer_id\" is not null then \"order_no\" end)"));
    }

    @Test
    void tableThatTheModelHasIsNotAddedAgain() {
        VaultModel grown = grown(catalog(CUSTOMERS, PRODUCTS, NEW));
        Catalog catalog = catalog(CUSTOMERS, PRODUCTS, NEW);

        assertThat(Evolution.of(
                        grown,
                        List.of(NewTable.of(catalog, ORDERS, MODEL).added().orElseThrow())))
                .isEqualTo(grown);
    }

    @Test
    void tableWithoutAKeyIsLeftOutWithTheReason() {
        NewTable found = NewTable.of(catalog(table("orders").column("v", "text")), ORDERS, MODEL);

        assertThat(found.added()).isEmpty();
        assertThat(found.leftOut().orElseThrow().reason()).contains("has no key");
    }

    private static VaultModel grown(Catalog catalog) {
        return Evolution.of(
                MODEL, List.of(NewTable.of(catalog, ORDERS, MODEL).added().orElseThrow()));
    }
}

package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hubs whose keys stand in the rows of other tables. */
class ReferenceModelTest {

    private static final String GOOD =
            """
            model: shop
            vault: {hash: exact, record_source: shop}
            hubs:
              hub_order: {business_key: {order_no: text}}
              hub_customer: {business_key: {customer_no: text}}
            links:
              lnk_order_customer: {hubs: {order: hub_order, customer: hub_customer}, driving: [order]}
            satellites:
              sat_order: {of: hub_order, attributes: {customer: integer}}
              sat_customer: {of: hub_customer, attributes: {id: bigint}}
            sources:
              shop.orders:
                hubs: {hub_order: {order_no: order_no}}
                references: {hub_customer: {shop.customers: {id: customer_id}}}
                links: [lnk_order_customer]
                satellites: {sat_order: {customer: customer_id}}
              shop.customers:
                hubs: {hub_customer: {customer_no: customer_no}}
                satellites: [sat_customer]
            """;

    private static final TableName ORDERS = new TableName("shop", "orders");
    private static final TableName CUSTOMERS = new TableName("shop", "customers");

    @Test
    void linkOfAReferenceStandsApartFromTheOthers() {
        SourceTable orders = orders(ModelReader.read(GOOD, "shop.yaml"));

        assertThat(orders.references())
                .containsExactly(new Reference("hub_customer", "hub_customer", CUSTOMERS, Map.of("id", "customer_id")));
        assertThat(orders.links()).isEmpty();
        assertThat(orders.resolved()).extracting(SourceTable.LinkFeed::link).containsExactly("lnk_order_customer");
    }

    @Test
    void bothColumnsGetAnIndex() {
        assertThat(VaultDdl.statements(ModelReader.read(GOOD, "shop.yaml")))
                .anyMatch(sql -> sql.contains("\"sat_order_customer_idx\""))
                .anyMatch(sql -> sql.contains("\"sat_customer_id_idx\""));
    }

    @Test
    void referenceFollowsColumnsThatAreRenamedOnEitherSide() {
        VaultModel model = Evolution.of(
                ModelReader.read(GOOD, "shop.yaml"),
                List.of(new Renamed(ORDERS, "customer_id", "buyer_id"), new Renamed(CUSTOMERS, "id", "customer_id")));

        assertThat(orders(model).references().get(0).columns()).isEqualTo(Map.of("customer_id", "buyer_id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
            hash: exact            ~ hash: automate-dv     ~ References need vault.hash: exact
            {shop.customers: {id   ~ {shop.custmers: {id   ~ shop.custmers is not in the model
            {shop.customers: {id   ~ {shop.orders: {id     ~ A row of shop.orders is hub_order, expected a table whose rows are hub_customer
            {shop.customers: {id   ~ {shop.customers: {ids ~ No satellite of hub_customer has ids of shop.customers as an attribute
            {customer: customer_id ~ {customer: customer   ~ No satellite of hub_order has customer_id of shop.orders as an attribute
            {id: customer_id}      ~ {}                    ~ Expected at least one column
            {shop.customers: {id: customer_id}} ~ {}       ~ Expected one table that has the key of hub_customer, found 0
            {customer: integer}    ~ {customer: text}      ~ sat_order.customer is text and sat_customer.id is bigint, expected types that compare
            , driving: [order]     ~ ''                    ~ driven by hub_order, hub_customer, expected a link between hub_order, which drives it, and hub_customer
            {hub_customer: {shop   ~ {hub_custmer: {shop   ~ Unknown hub hub_custmer
            {hub_customer: {shop   ~ {hub_customer as sat_order: {shop ~ The role sat_order is the name of a vault table
            {hub_customer: {shop   ~ {hub_order: {shop     ~ The table feeds hub_order itself, expected another role
            links: [lnk            ~ mentions: [lnk        ~ lnk_order_customer has a reference as its end, expected it in links
            """)
    void eachProblemIsNamed(String old, String replacement, String problem) {
        assertThat(problems(GOOD.replace(old, replacement))).contains(problem);
    }

    @Test
    void nothingHangsOnALinkThatMovesWithAReference() {
        assertThat(problems(GOOD.replace(
                        "  sat_customer: {of",
                        "  sat_deal: {of: lnk_order_customer, attributes: {price: text}}\n  sat_customer: {of")))
                .contains(
                        "sat_deal hangs on lnk_order_customer, which moves with a reference, expected it on hub_order");
    }

    private static SourceTable orders(VaultModel model) {
        return model.source(ORDERS).orElseThrow();
    }

    private static String problems(String yaml) {
        ModelProblemsException refused =
                catchThrowableOfType(ModelProblemsException.class, () -> ModelReader.read(yaml, "shop.yaml"));
        return Objects.requireNonNull(refused, "the model was taken").problems().stream()
                .map(ModelProblem::toString)
                .collect(joining("\n"));
    }
}

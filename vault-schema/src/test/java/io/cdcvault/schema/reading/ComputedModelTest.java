package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Computed.Argument;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constants and expressions in the place of columns. */
class ComputedModelTest {

    private static final String GOOD =
            """
            model: shop
            vault: {hash: exact, record_source: shop}
            hubs:
              hub_order: {business_key: {order_no: text, bkcc: text}}
              hub_region: {business_key: {region: text}}
            links:
              lnk_order_region: {hubs: {order: hub_order, region: hub_region}, driving: [order]}
            satellites:
              sat_order: {of: hub_order, attributes: {total: numeric, origin: text}}
            sources:
              shop.orders:
                hubs:
                  hub_order: {order_no: order_no, bkcc: {value: crm}}
                  hub_region: {region: {sql: "left(code, 2)", columns: {code: text}}}
                links: [lnk_order_region]
                satellites:
                  sat_order: {total: {sql: price * qty, columns: {price: numeric, qty: integer}}, origin: {value: web}}
            """;

    private static final TableName ORDERS = new TableName("shop", "orders");

    @Test
    void whatIsComputedIsKnownByANameThatNoColumnHas() {
        SourceTable orders = orders(ModelReader.read(GOOD, "shop.yaml"));

        assertThat(orders.hubFeed("hub_order").columns()).isEqualTo(Map.of("order_no", "order_no", "bkcc", "'crm'"));
        assertThat(orders.satellites().get(0).columns()).isEqualTo(Map.of("total", "(price * qty)", "origin", "'web'"));
        assertThat(orders.computed()).containsOnlyKeys("'crm'", "(left(code, 2))", "(price * qty)", "'web'");
        assertThat(List.of("code", "price", "qty", "order_no")).allMatch(orders::maps);
        assertThat(orders.maps("'crm'")).isFalse();
    }

    @Test
    void expressionKeepsItsNamesWhenAColumnIsRenamed() {
        VaultModel model = ModelReader.read(GOOD, "shop.yaml");

        SourceTable orders = orders(Evolution.of(model, List.of(new Renamed(ORDERS, "price", "unit_price"))));

        assertThat(orders.maps("unit_price")).isTrue();
        assertThat(orders.maps("price")).isFalse();
        assertThat(orders.computed().get("(price * qty)"))
                .isEqualTo(new Computed.Expression(
                        "price * qty",
                        Map.of("price", new Argument("unit_price", "numeric"), "qty", new Argument("qty", "integer"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
            {value: crm}                ~ {values: crm}                 ~ Unknown key values
            {value: crm}                ~ {}                            ~ Expected {value: …} or {sql: …, columns: …} for bkcc
            {value: crm}                ~ {value: crm, sql: a}          ~ Expected {value: …} or {sql: …, columns: …} for bkcc
            order_no: order_no          ~ order_no: {value: one}        ~ is identified by constants, expected a column too
            , columns: {code: text}     ~ ''                            ~ Missing columns of the expression of region
            {code: text}                ~ {}                            ~ An expression is made of a column or more
            {code: text}                ~ {'co#de': text}               ~ An expression cannot use co#de, whose name holds a #
            {code: text}                ~ {code: text not null}         ~ Expected a type alone
            {code: text}                ~ {price: text}                 ~ The column price is
            left(code, 2)               ~ left(code, 2                  ~ has parentheses that do not match
            left(code, 2)               ~ code); drop table x; (        ~ has parentheses that do not match
            left(code, 2)               ~ code; drop table x            ~ holds ;, expected one expression of SQL
            left(code, 2)               ~ left(code, 2) -- two          ~ holds a comment
            left(code, 2)               ~ code || E'a'                  ~ holds a text with a prefix
            left(code, 2)               ~ code || 'a                    ~ lacks the end of 'a
            left(code, 2)               ~ code || $$a$$                 ~ holds $
            """)
    void eachProblemIsNamed(String old, String replacement, String problem) {
        assertThat(problems(GOOD.replace(old, replacement))).contains(problem);
    }

    @Test
    void expressionIdentifiesARowWhereTheRecipeKeepsAllKeysApart() {
        String computed = GOOD.replace("{value: crm}}", "{sql: upper(system), columns: {system: text}}}");

        assertThat(orders(ModelReader.read(computed, "shop.yaml")).isExpression("(upper(system))"))
                .isTrue();
        assertThat(problems(computed.replace("hash: exact, ", "")))
                .contains("is identified by the expression (upper(system)), expected vault.hash: exact");
        assertThat(
                        problems(
                                """
                        model: shop
                        vault: {hash: exact, record_source: shop}
                        hubs: {hub_customer: {business_key: {no: text}}}
                        satellites: {sat_phone: {of: hub_customer, child_key: {kind: text}, attributes: {number: text}}}
                        sources:
                          shop.phones:
                            hubs: {hub_customer: {no: no}}
                            satellites: {sat_phone: {kind: {sql: left(code, 2), columns: {code: text}}}}
                        """))
                .contains("expected columns or constants in its child key");
    }

    @Test
    void filterIsAConditionOverDeclaredColumnsThatFeedsNothing() {
        String filtered = GOOD.replace(
                "shop.orders:\n", "shop.orders:\n    where: {sql: price > 7, columns: {price: numeric}}\n");
        SourceTable orders = orders(ModelReader.read(filtered, "shop.yaml"));

        assertThat(orders.filter())
                .contains(new Computed.Expression("price > 7", Map.of("price", new Argument("price", "numeric"))));
        assertThat(problems(filtered.replace("price > 7", "price > 7;"))).contains("holds ;");
        assertThat(problems(filtered.replace("{price: numeric}}\n", "{price: text}}\n")))
                .contains("The column price is numeric in one expression and text");
        assertThat(problems(filtered.replace("{sql: price > 7, columns: {price: numeric}}", "{columns: {a: text}}")))
                .contains("Expected {sql: …, columns: …} for the row filter");
        assertThat(problems(filtered.replace("{sql: price > 7, columns: {price: numeric}}", "price > 7")))
                .contains("line 12");
    }

    @Test
    void satelliteHangsOnNoHubThatAnExpressionFeeds() {
        String model = GOOD.replace(
                        "satellites:\n  sat_order",
                        "satellites:\n  sat_region: {of: hub_region, child_key: {order_no: text, bkcc: text}, attributes:"
                                + " {code: text}}\n  sat_order")
                .replace("  shop.orders:\n", "  shop.orders:\n    row: hub_order\n")
                .replace("      sat_order: {total", "      sat_region: {bkcc: {value: crm}}\n      sat_order: {total");

        assertThat(problems(model)).contains("sat_region has versions by an expression");
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

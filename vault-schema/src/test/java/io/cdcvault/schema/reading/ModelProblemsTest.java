package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One edit of a good model, one problem. */
class ModelProblemsTest {

    static final String GOOD =
            """
            model: shop
            vault: {hash: automate-dv, record_source: shop}
            naming: {load_date: load_dts}
            hubs:
              hub_order: {business_key: {order_no: text}}
              hub_item:  {business_key: {sku: text}}
              hub_store: {business_key: {store_no: integer}}
            links:
              lnk_order_has_item: {hubs: {order: hub_order, item: hub_item}}
              lnk_order_from_store: {hubs: {order: hub_order, store: hub_store}, driving: [order]}
            satellites:
              sat_order: {of: hub_order, attributes: {placed: timestamptz}}
              sat_order_item: {of: lnk_order_has_item, attributes: {quantity: integer}}
            sources:
              shop.orders:
                hubs:
                  hub_order: {order_no: order_no}
                  hub_store: {store_no: store_no}
                  hub_store as pickup: {store_no: pickup_store_no}
                links: {lnk_order_from_store: {store: hub_store}}
                satellites: [sat_order]
              shop.order_items:
                hubs:
                  hub_order: {order_no: order_no}
                  hub_item: {sku: sku}
                links: [lnk_order_has_item]
                satellites: [sat_order_item]
            """;

    @Test
    void theModelIsGoodAsItIs() {
        assertThat(ModelReader.read(GOOD, "shop.yaml").name()).isEqualTo("shop");
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("edits")
    void eachProblemIsNamed(String old, String replacement, String problem) {
        assertThat(problems(GOOD.replace(old, replacement))).isEqualTo(problem);
    }

    static Stream<Arguments> edits() {
        return Stream.of(
                arguments("model: shop", "modell: x\nmodel: shop", "line 1: Unknown key modell; did you mean model?"),
                arguments("model: shop", "model:", "line 1: Expected the model's name, found nothing"),
                arguments("model: shop\n", "", "line 1: Missing model"),
                arguments(
                        "hash: automate-dv",
                        "hash: automatedv",
                        "line 2: Unknown hash recipe automatedv; did you mean automate-dv?"),
                arguments(
                        "hash: automate-dv",
                        "hash: {recipe: automate-dv, algorithm: sha25}",
                        "line 2: Unknown hash algorithm sha25; did you mean sha256?"),
                arguments(", record_source: shop", "", "line 2: Missing record_source of the vault"),
                arguments(
                        "{hash:", "{foreign_keys: on, hash:", "line 2: Expected true or false, found the text \"on\""),
                arguments(
                        "load_date: load_dts",
                        "load_date: \"{entity}_dts\"",
                        "line 3: Unknown placeholder {entity} in load_date, expected a plain name"),
                arguments(
                        "load_date: load_dts",
                        "load_dat: load_dts",
                        "line 3: Unknown key load_dat; did you mean load_date?"),
                arguments(
                        "hub_item:  {business_key: {sku: text}}",
                        "hub_item:  {business_key: [sku]}",
                        "line 6: Expected a mapping of columns to types, found a list"),
                arguments(
                        "  hub_item:  {business_key: {sku: text}}",
                        "  hub_item:  {business_key: {sku: text, sku: text}}",
                        "line 6: Duplicate key sku, expected each key once"),
                arguments(
                        "{sku: text}",
                        "{sku: text not null}",
                        "line 6: Expected a type alone, without constraints, found \"text not null\""),
                arguments(
                        "{sku: text}",
                        "{sku: serial}",
                        "line 6: The type serial makes a sequence, expected the type of its values, such as integer"),
                arguments(
                        "{order: hub_order, item: hub_item}}",
                        "{order: hub_order, item: hub_item}, driving: [itm]}",
                        "line 9: Unknown role itm; did you mean item?"),
                arguments(
                        "load_date: load_dts",
                        "effectivity_table: effects",
                        "line 10: The name effects would be both the effectivity of lnk_order_has_item and the"
                                + " effectivity of lnk_order_from_store, expected different names"),
                arguments(
                        "{placed: timestamptz}}",
                        "{placed: numeric(10,2)}}",
                        "line 12: Unclosed bracket in the type numeric(10, expected quotes around a type with a comma,"
                                + " such as \"numeric(10,2)\""),
                arguments(
                        "{sku: sku}",
                        "{sk: sku}",
                        "line 25: Unknown column sk; did you mean sku?\n"
                                + "line 25: Missing the source column of hub_item.sku"),
                arguments(
                        "links: {lnk_order_from_store: {store: hub_store}}",
                        "links: [lnk_order_from_store]",
                        "line 20: The role store of lnk_order_from_store could be any of hub_store, pickup, expected"
                                + " links: {lnk_order_from_store: {store: hub_store}}"),
                arguments(
                        "links: [lnk_order_has_item]",
                        "links: [{lnk_order_has_item: {item: hub_item}}]",
                        unfed("Expected the name of a link, found a mapping")),
                arguments(
                        "    links: [lnk_order_has_item]\n",
                        "    links:\n",
                        unfed("Expected a list of links, found nothing")),
                arguments(
                        "{order_no: order_no}\n      hub_store:",
                        "{order_no: upper(order_no)}\n      hub_store:",
                        "line 17: Expected the source column of order_no, found the expression upper(order_no); an"
                                + " expression is written {sql: 'upper(order_no)', columns: {a_column: its_type}}, a"
                                + " column of that very name is written '\"upper(order_no)\"'"),
                arguments(
                        "satellites: [sat_order]\n",
                        "satellites: [sat_order]\n    ignore: [\"!acme\"]\n",
                        "line 22: Expected a source column, found the expression !acme; a column of that very name is"
                                + " written '\"!acme\"'"),
                arguments(
                        "lnk_order_has_item: {hubs: {order: hub_order",
                        "lnk_order_has_item: {hubs: {lnk_order_has_item: hub_order",
                        "line 9: The role lnk_order_has_item is the name of its link, expected another word"),
                arguments(
                        "{store: hub_store}}\n",
                        "{store: hub_stor}}\n",
                        "line 20: Unknown role hub_stor; did you mean hub_store?"),
                arguments(
                        "item: hub_item}}",
                        "item: hub_order}}",
                        "line 26: Two roles of lnk_order_has_item are filled by hub_order, expected a feed for each,"
                                + " such as hub_order as item"),
                arguments(
                        "satellites: [sat_order_item]",
                        "satellites: [sat_order_item, sat_order]",
                        "line 12: sat_order is fed by shop.orders and shop.order_items: their versions would alternate,"
                                + " expected a satellite for each, such as sat_order_orders and"
                                + " sat_order_order_items\n"
                                + "line 22: Missing row: the satellites hang on lnk_order_has_item, hub_order, expected"
                                + " row to say which of them one row stands for"),
                arguments(
                        "    satellites: [sat_order]\n",
                        "",
                        "line 12: sat_order is not fed, expected a source table that lists it"),
                arguments(
                        "  shop.order_items:",
                        "  order_items:",
                        "line 22: Expected a source table as schema.table, found the text \"order_items\""),
                arguments(
                        "  shop.order_items:",
                        "  shop.order_items:\n    row: lnk_order_has_itm",
                        "line 23: Unknown row lnk_order_has_itm; did you mean lnk_order_has_item?"),
                arguments(
                        ", driving: [order]}",
                        "}",
                        "line 20: The driving roles of lnk_order_from_store are filled from (order_no, store_no), but a"
                                + " row of shop.orders is hub_order, identified by (order_no), expected the same"
                                + " columns: otherwise a row does not know which link it opened"),
                arguments(
                        "item: hub_item}}",
                        "item: hub_item}, driving: [order]}",
                        "line 26: The driving roles of lnk_order_has_item are filled from (order_no), but a row of"
                                + " shop.order_items is lnk_order_has_item, identified by (order_no, sku), expected the"
                                + " same columns: otherwise a row does not know which link it opened"),
                arguments(
                        "sat_order_item: {of: lnk_order_has_item",
                        "sat_order_item: {of: hub_order",
                        "line 22: One row of shop.orders and one of shop.order_items both stand for hub_order, expected"
                                + " row: sat_order_item where a row is only a part of it\n"
                                + "line 26: The driving roles of lnk_order_has_item are filled from (order_no, sku), but"
                                + " a row of shop.order_items is hub_order, identified by (order_no), expected the same"
                                + " columns: otherwise a row does not know which link it opened"),
                arguments(
                        "lnk_order_from_store",
                        "lnk_order_from_the_store_where_it_was_picked_up_by_the_buyer",
                        "line 10: The name lnk_order_from_the_store_where_it_was_picked_up_by_the_buyer_current of the"
                                + " view of lnk_order_from_the_store_where_it_was_picked_up_by_the_buyer has 68 bytes,"
                                + " expected at most 63"));
    }

    /** A table's links that cannot be read, and what is missing without them. */
    private static String unfed(String problem) {
        return """
                line 9: lnk_order_has_item is not fed, expected a source table that lists it
                line 22: One row of shop.orders and one of shop.order_items both stand for hub_order, expected row: \
                sat_order_item where a row is only a part of it
                line 26: %s
                line 27: sat_order_item hangs on lnk_order_has_item, expected this table to feed it"""
                .formatted(problem);
    }

    private static String problems(String yaml) {
        ModelProblemsException refused =
                catchThrowableOfType(ModelProblemsException.class, () -> ModelReader.read(yaml, "shop.yaml"));
        return Objects.requireNonNull(refused, "the model was taken").problems().stream()
                .map(ModelProblem::toString)
                .collect(joining("\n"));
    }
}

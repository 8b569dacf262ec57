package io.cdcvault.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.diagram.Box.Edge;
import io.cdcvault.diagram.Box.End;
import io.cdcvault.diagram.LayeredLayout.Place;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.io.StringReader;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class DiagramTest {

    private static final VaultModel MODEL = ModelReader.read(
            """
            model: shop
            vault: {record_source: shop}
            hubs:
              hub_order: {business_key: {order_no: "numeric(10,2)"}}
              "hub order": {business_key: {'say "hi"': text}}
            links:
              lnk_pair:
                hubs: {order: hub_order, other: "hub order"}
                driving: [order]
            satellites:
              sat_order: {of: hub_order, attributes: {tags: "text[]"}}
            sources:
              s.o:
                hubs: {hub_order: {order_no: a}, "hub order": {'say "hi"': b}}
                links: [lnk_pair]
                satellites: [sat_order]
            """,
            "shop.yaml");

    @Test
    void tablesAndLinesOfTheVaultAreDrawn() {
        assertThat(VaultMermaid.of(MODEL))
                .containsExactly(
                        "erDiagram",
                        "    hub_order {",
                        "        numeric_10_2 order_no PK",
                        "    }",
                        "    hub_order_2 {",
                        "        text say_hi PK",
                        "    }",
                        "    lnk_pair {",
                        "        hash order FK \"driving\"",
                        "        hash other FK",
                        "    }",
                        "    sat_order {",
                        "        text_array tags",
                        "    }",
                        "    hub_order ||--o{ lnk_pair : \"order\"",
                        "    hub_order_2 ||--o{ lnk_pair : \"other\"",
                        "    hub_order ||--o{ sat_order : \"\"");
    }

    @Test
    void arrowsOfTheMappingNameTheColumns() {
        assertThat(MappingMermaid.of(MODEL))
                .containsExactly(
                        "flowchart LR",
                        "    t0[\"s.o\"]",
                        "    t1[\"hub_order\"]",
                        "    t2[\"hub order\"]",
                        "    t3[\"lnk_pair\"]",
                        "    t4[\"sat_order\"]",
                        "    t0 -- \"a → order_no\" --> t1",
                        "    t0 -- \"b → say #34;hi#34;\" --> t2",
                        "    t0 -- \"a → order<br/>b → other\" --> t3",
                        "    t0 -- \"tags\" --> t4");
    }

    @Test
    void everythingOfTheVaultIsDrawnOnce() throws Exception {
        Document vault = xml(VaultDiagram.svg(MODEL));

        assertThat(values(vault, "g", "data-name"))
                .containsExactlyInAnyOrder("hub_order", "hub order", "lnk_pair", "sat_order");
        assertThat(vault.getElementsByTagName("path").getLength()).isEqualTo(3);
        assertThat(texts(vault)).contains("say \"hi\"", "order *", "other", "tags");
    }

    @Test
    void everyColumnThatFeedsSomethingHasItsLine() throws Exception {
        Document mapping = xml(MappingDiagram.svg(MODEL));

        assertThat(values(mapping, "g", "data-name"))
                .containsExactlyInAnyOrder("s.o", "hub_order", "hub order", "lnk_pair", "sat_order");
        assertThat(mapping.getElementsByTagName("path").getLength())
                .isEqualTo(Feed.of(MODEL).size())
                .isEqualTo(5);
    }

    @Test
    void referencesShowTheColumnThatStandsInTheRow() {
        VaultModel model = ModelReader.read(
                """
                model: shop
                vault: {hash: exact, record_source: shop}
                hubs:
                  hub_customer: {business_key: {customer_no: text}}
                  hub_order: {business_key: {order_no: text}}
                links:
                  lnk_order_customer: {hubs: {order: hub_order, customer: hub_customer}, driving: [order]}
                satellites:
                  sat_customer: {of: hub_customer, attributes: {customer_id: bigint}}
                  sat_order: {of: hub_order, attributes: {customer_id: bigint, source: text}}
                sources:
                  s.customers:
                    hubs: {hub_customer: {customer_no: customer_no}}
                    satellites: {sat_customer: {customer_id: id}}
                  s.orders:
                    hubs: {hub_order: {order_no: order_no}}
                    references: {hub_customer: {s.customers: {id: customer_id}}}
                    links: [lnk_order_customer]
                    satellites: {sat_order: {source: {value: "<crm>"}}}
                """,
                "shop.yaml");

        assertThat(Feed.of(model))
                .contains(
                        new Feed(new TableName("s", "orders"), "customer_id", "lnk_order_customer", "customer"),
                        new Feed(new TableName("s", "orders"), "'<crm>'", "sat_order", "source"));
        assertThat(MappingDiagram.svg(model)).contains("'&lt;crm&gt;'");
    }

    @Test
    void boxesOfALayerDoNotOverlapAndNeighboursAreNear() {
        List<Box> left = IntStream.range(0, 40)
                .mapToObj(each -> new Box("l" + each, "hub", "left " + each, List.of("key")))
                .toList();
        List<Box> right = IntStream.range(0, 40)
                .mapToObj(each -> new Box("r" + each, "link", "right " + each, List.of("a", "b")))
                .toList();
        List<Edge> edges = IntStream.range(0, 40)
                .mapToObj(each -> new Edge(new End("l" + each, ""), new End("r" + (each * 7 % 40), "a")))
                .toList();

        LayeredLayout layout = new LayeredLayout(List.of(left, List.of(), right), edges);

        List<Place> places = right.stream()
                .map(box -> layout.of(box.id()))
                .sorted(Comparator.comparingInt(Place::y))
                .toList();
        for (int each = 1; each < places.size(); each++) {
            assertThat(places.get(each).y())
                    .isGreaterThan(
                            places.get(each - 1).y() + places.get(each - 1).height());
        }
        assertThat(places.get(39).y() + places.get(39).height()).isLessThan(layout.height());
        assertThat(places.get(0).x() + places.get(0).width()).isLessThan(layout.width());
        List<String> order = layout.boxes().map(Box::id).toList();
        assertThat(edges)
                .allMatch(edge -> order.indexOf(edge.to().box())
                        == order.indexOf(edge.from().box()) + 40);
    }

    private static Document xml(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> values(Document document, String tag, String attribute) {
        return elements(document, tag)
                .map(each -> each.getAttributes().getNamedItem(attribute).getNodeValue())
                .toList();
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").map(Node::getTextContent).toList();
    }

    private static Stream<Node> elements(Document document, String tag) {
        NodeList all = document.getElementsByTagName(tag);
        return IntStream.range(0, all.getLength()).mapToObj(all::item);
    }
}

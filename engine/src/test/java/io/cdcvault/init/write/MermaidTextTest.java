package io.cdcvault.init.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import org.junit.jupiter.api.Test;

final class MermaidTextTest {

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
        assertThat(MermaidText.of(MODEL))
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
}

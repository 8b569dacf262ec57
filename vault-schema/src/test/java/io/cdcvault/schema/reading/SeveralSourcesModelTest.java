package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models with tables of several sources. */
final class SeveralSourcesModelTest {

    private static final String GOOD =
            """
            model: company
            vault: {hash: exact, record_source: {crm: CRM}}
            hubs:
              hub_customer: {business_key: {customer_no: text}}
              hub_order:    {business_key: {order_no: integer}}
              hub_region:   {business_key: {region: text}}
            links:
              lnk_customer_region: {hubs: {customer: hub_customer, region: hub_region}, driving: [customer]}
              lnk_order_customer:  {hubs: {order: hub_order, customer: hub_customer}, driving: [order]}
            satellites:
              sat_customer_crm:  {of: hub_customer, attributes: {name: text}}
              sat_customer_shop: {of: hub_customer, attributes: {name: text}}
              sat_order:         {of: hub_order, attributes: {total: numeric}}
            sources:
              crm:public.customers:
                hubs: {hub_customer: {customer_no: id}, hub_region: {region: region}}
                links: [lnk_customer_region]
                satellites: [sat_customer_crm]
              shop:public.customers:
                hubs: {hub_customer: {customer_no: id}, hub_region: {region: region}}
                links: [lnk_customer_region]
                satellites: [sat_customer_shop]
              shop:public.orders:
                hubs: {hub_order: {order_no: id}, hub_customer: {customer_no: customer}}
                links: [lnk_order_customer]
                satellites: [sat_order]
            """;

    @Test
    void eachSourceHasItsTablesAndWhatTheyFeed() {
        VaultModel model = ModelReader.read(GOOD, "company.yaml");
        VaultModel crm = model.ofSource("crm");
        VaultModel shop = model.ofSource("shop");

        assertThat(model.sourceNames()).containsExactly("crm", "shop");
        assertThat(crm.sources()).map(SourceTable::table).containsExactly(new TableName("public", "customers"));
        assertThat(crm.hubs()).map(Hub::name).containsExactly("hub_customer", "hub_region");
        assertThat(VaultTables.of(crm))
                .map(TableShape::name)
                .containsExactly(
                        "hub_customer",
                        "hub_region",
                        "sts_customer_crm",
                        "lnk_customer_region",
                        "eff_customer_region_crm",
                        "sat_customer_crm");
        assertThat(VaultTables.of(shop))
                .map(TableShape::name)
                .contains("sts_customer_shop", "sts_order_shop", "eff_customer_region_shop", "eff_order_customer_shop");
        assertThat(crm.sources()).map(SourceTable::recordSource).containsExactly("CRM");
        assertThat(shop.sources()).map(SourceTable::recordSource).containsExactly("shop", "shop");
    }

    @Test
    void shareNamesWhatSeveralFeed() {
        VaultModel crm = ModelReader.read(GOOD, "company.yaml").ofSource("crm");

        assertThat(crm.settings().share().hubs())
                .isEqualTo(Map.of(
                        "hub_customer",
                        Map.of("crm", "sts_customer_crm", "shop", "sts_customer_shop"),
                        "hub_region",
                        Map.of()));
        assertThat(crm.settings().share().links()).containsExactly("lnk_customer_region");
    }

    @Test
    void hubThatSeveralFeedGetsAViewOfItsLives() {
        List<String> ofCrm =
                VaultDdl.statements(ModelReader.read(GOOD, "company.yaml").ofSource("crm"));

        assertThat(ofCrm)
                .anyMatch(sql -> sql.contains("create or replace view \"vault\".\"hub_customer_current\"")
                        && sql.contains("is_live_shop"))
                .anyMatch(sql -> sql.contains("create table if not exists \"vault\".\"sts_customer_shop\""))
                .anyMatch(sql -> sql.contains("view \"vault\".\"lnk_customer_region_crm_current\""))
                .noneMatch(sql -> sql.contains("hub_region_current"));
    }

    @Test
    void modelOfOneSourceIsAsItWas() {
        String one = GOOD.replaceAll("(?m)^  shop:public.customers:\\n(    .*\\n)+", "")
                .replaceAll("  sat_customer_shop:.*\\n", "")
                .replaceAll("  (crm|shop):public", "  public")
                .replace("{crm: CRM}", "CRM");
        VaultModel model = ModelReader.read(one, "one.yaml");

        assertThat(model.sourceNames()).isEmpty();
        assertThat(VaultTables.of(model)).map(TableShape::name).contains("sts_customer", "eff_customer_region");
        assertThat(VaultDdl.statements(model)).noneMatch(sql -> sql.contains("hub_customer_current"));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            'vault: {hash: exact, '    | 'vault: {'                   | 'line 2: Several sources need vault.hash: exact'
            '{crm: CRM}'               | '{crm: CRM, erp: ERP}'       | 'line 2: Unknown source erp; did you mean crm?'
            'crm:public.customers'     | 'public.customers'           | 'line 15: Expected the source of public.customers in front of it, as other tables have it, such as shop:public.customers'
            '  crm:public.customers'   | '  "a b":public.customers'   | 'Not YAML'
            'hubs:@  hub_customer: '   | 'naming: {status_table: "s_{entity}"}@hubs:@  hub_customer: '      | 'line 5: Rows of the sources crm and shop stand for hub_customer'
            'hubs:@  hub_customer: '   | 'naming: {effectivity_table: "e_{entity}"}@hubs:@  hub_customer: ' | 'line 9: lnk_customer_region is fed by the sources crm and shop, so that each needs an effectivity table of its own'
            'hubs:@  hub_customer: '   | 'naming: {hash_key: "{source}_{entity}"}@hubs:@  hub_customer: '   | 'line 3: Unknown placeholder {source} in hash_key, expected only {entity} and {table}'
            '[sat_customer_shop]'      | '[sat_customer_crm]'         | 'line 11: sat_customer_crm is fed by crm:public.customers and shop:public.customers'
            'links: [lnk_order_customer]'       | 'links: [lnk_order_customer, lnk_customer_region]' | 'line 8: lnk_customer_region is fed by crm:public.customers and shop:public.customers and shop:public.orders'
            'links: [lnk_customer_region]@    satellites: [sat_customer_shop]' | 'mentions: [lnk_customer_region]@    satellites: [sat_customer_shop]' | 'line 8: The source shop only mentions lnk_customer_region'
            'sat_order'                | 'hub_customer_current'       | 'line 13: The name hub_customer_current would be both'
            """)
    void eachProblemIsNamed(String old, String replacement, String problem) {
        String changed = GOOD.replace(old.replace('@', '\n'), replacement.replace('@', '\n'));

        assertThat(changed).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> ModelReader.read(changed, "company.yaml")).hasMessageContaining(problem);
    }
}

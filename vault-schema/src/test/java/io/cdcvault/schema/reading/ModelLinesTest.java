package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.TableName;
import org.junit.jupiter.api.Test;

final class ModelLinesTest {

    private static final ModelLines LINES = ModelLines.of(
            """
            model: shop
            vault: {record_source: shop}
            hubs:
              hub_customer: {business_key: {customer_no: bigint}}
            satellites:
              sat_customer:
                of: hub_customer
                attributes:
                  name: text
                  born: date
            sources:
              shop.customers:
                hubs: {hub_customer: {customer_no: id}}
                satellites:
                  sat_customer:
                    born: '"birth ""date\"""'
              '"odd.schema".x':
                hubs: {hub_customer: {customer_no: id}}
            """);

    private static final TableName CUSTOMERS = new TableName("shop", "customers");

    @Test
    void sourcesAreFoundByName() {
        assertThat(LINES.ofSource(CUSTOMERS)).hasValue(12);
        assertThat(LINES.ofSource(new TableName("odd.schema", "x"))).hasValue(17);
        assertThat(LINES.ofSource(new TableName("shop", "orders"))).isEmpty();
    }

    @Test
    void columnsAreFoundWhereTheyAreNamedAndElseTheirOwner() {
        assertThat(LINES.ofSource(CUSTOMERS, "id")).hasValue(13);
        assertThat(LINES.ofSource(CUSTOMERS, "birth \"date\"")).hasValue(16);
        assertThat(LINES.ofSource(CUSTOMERS, "name")).hasValue(12);
        assertThat(LINES.ofElement("sat_customer", "born")).hasValue(10);
        assertThat(LINES.ofElement("sat_customer", "is_active")).hasValue(6);
        assertThat(LINES.ofElement("hub_customer", "customer_no")).hasValue(4);
    }
}

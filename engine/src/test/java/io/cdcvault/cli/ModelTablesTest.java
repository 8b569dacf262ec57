package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.schema.reading.ShippedModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code model show} prints. */
final class ModelTablesTest {

    private static final VaultModel BOOKINGS = ShippedModels.bookings();

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void tablesFitTheTerminal(int columns) {
        List<String> lines = new ModelTables(new Terminal(true, false, columns)).of(BOOKINGS);

        assertThat(lines).allMatch(line -> line.length() <= columns);
    }

    @Test
    void everyTableOfTheVaultStandsThereWithWhatFeedsIt() {
        List<String> lines = new ModelTables(Terminal.NONE).of(BOOKINGS);

        assertThat(lines)
                .anyMatch(
                        line -> line.matches(" *hub_booking +book_ref char\\(6\\) +public.bookings, public.tickets.*"))
                .anyMatch(line -> line.matches(
                        " *lnk_flight_aircraft +flight\\*: hub_flight, aircraft: hub_aircraft +public.flights"))
                .anyMatch(line -> line.matches(" *sat_aircraft +hub_aircraft +public.aircafts +model, range"))
                .contains("7 hubs, 7 links and 8 satellites of 8 source tables");
    }

    @Test
    void filtersStandThereWithTheirTables() {
        VaultModel filtered = ModelReader.read(
                """
                model: filtered
                vault: {hash: exact, record_source: shop}
                hubs:
                  hub_order: {business_key: {order_no: text}}
                satellites:
                  sat_order: {of: hub_order, attributes: {region: text}}
                sources:
                  shop.orders:
                    where: {sql: "region = 'EU'", columns: {region: text}}
                    hubs: {hub_order: {order_no: order_no}}
                    satellites: [sat_order]
                """,
                "filtered");

        assertThat(new ModelTables(Terminal.NONE).of(filtered))
                .anyMatch(line -> line.matches(" *FILTERED TABLE +ROWS"))
                .anyMatch(line -> line.matches(" *shop.orders +region = 'EU'"));
        assertThat(new ModelTables(Terminal.NONE).of(BOOKINGS)).noneMatch(line -> line.contains("FILTERED"));
    }
}

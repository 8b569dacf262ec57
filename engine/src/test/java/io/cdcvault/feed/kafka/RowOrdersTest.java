package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.schema.reading.ShippedModels;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowOrdersTest {

    private static final String SURROGATE_KEYS =
            """
            model: parts
            vault: {schema: vault, hash: automate-dv, record_source: shop}
            hubs:
              hub_part:  {business_key: {code: text}}
              hub_maker: {business_key: {name: text}}
            links:
              lnk_part_maker: {hubs: {part: hub_part, maker: hub_maker}, driving: [part]}
            satellites:
              sat_part:  {of: hub_part, attributes: {weight: integer}}
            sources:
              shop.part:
                hubs: {hub_part: {code: code}, hub_maker: {name: maker}}
                links: [lnk_part_maker]
                satellites: [sat_part]
            """;

    private static final Map<String, Set<String>> PRIMARY_KEYS = Map.of(
            "public.bookings", Set.of("book_ref"),
            "public.tickets", Set.of("ticket_no"),
            "public.airports", Set.of("airport_code"),
            "public.aircafts", Set.of("aircraft_code"),
            "public.seats", Set.of("seat_no"),
            "public.flights", Set.of("flight_id"),
            "public.ticket_flights", Set.of("ticket_no", "flight_id"),
            "public.boarding_passes", Set.of("ticket_no", "flight_id"));

    @Test
    void everyTableOfTheShippedModelCanBeSharedByItsPrimaryKey() {
        VaultModel model = ShippedModels.bookings();

        for (SourceTable source : model.sources()) {
            Set<String> primaryKey =
                    Objects.requireNonNull(PRIMARY_KEYS.get(source.table().toString()));
            assertThat(new RowOrders(model, source).hold(primaryKey))
                    .as(source.table().toString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "maker", "weight"})
    void aTableCannotBeSharedWhenSomeKeyOfTheVaultDoesNotContainTheRecordKey(String recordKey) {
        VaultModel model = ModelReader.read(SURROGATE_KEYS, "parts.yaml");

        assertThat(new RowOrders(model, model.sources().get(0)).hold(Set.of(recordKey)))
                .isFalse();
    }

    @Test
    void aTableCanBeSharedByItsBusinessKey() {
        VaultModel model = ModelReader.read(SURROGATE_KEYS, "parts.yaml");

        assertThat(new RowOrders(model, model.sources().get(0)).hold(Set.of("code")))
                .isTrue();
    }

    @Test
    void recordsWithoutAKeyCannotBeShared() {
        VaultModel model = ShippedModels.bookings();

        assertThat(new RowOrders(model, model.sources().get(0)).hold(Set.of())).isFalse();
    }
}

package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShippedModelsTest {

    private final VaultModel bookings = ShippedModels.bookings();

    @Test
    void bookingsFeedsAllEightTables() {
        assertThat(bookings.sources())
                .extracting(source -> source.table().table())
                .containsExactlyInAnyOrder(
                        "bookings",
                        "tickets",
                        "airports",
                        "aircafts",
                        "seats",
                        "flights",
                        "ticket_flights",
                        "boarding_passes");
    }

    @Test
    void oneRowStandsForWhatItsSatelliteHangsOn() {
        assertThat(source("ticket_flights").row()).isEqualTo("lnk_ticket_is_on_flight");
        assertThat(source("boarding_passes").row()).isEqualTo("hub_boarding");
        assertThat(bookings.hubsWithStatus()).isEqualTo(bookings.hubs());
    }

    @Test
    void aFlightFeedsTheAirportInTwoRoles() {
        SourceTable flights = source("flights");
        assertThat(flights.hubFeed("departure_airport").columns())
                .isEqualTo(Map.of("airport_code", "departure_airport"));
        assertThat(flights.links().get(1).roles())
                .isEqualTo(Map.of("flight", "hub_flight", "arrival_airport", "arrival_airport"));
    }

    @Test
    void rolesAndKeysKeepTheOrderOfTheFile() {
        assertThat(bookings.businessKey(bookings.link("lnk_boarding_matched_with_ticket")))
                .extracting(column -> column.name())
                .isEqualTo(List.of("ticket_no", "flight_id", "ticket_no"));
    }

    @Test
    void anUnknownModelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShippedModels.named("bokings"))
                .withMessageContaining("bokings")
                .withMessageContaining("[bookings]");
    }

    private SourceTable source(String table) {
        return bookings.source(new TableName("public", table)).orElseThrow();
    }
}

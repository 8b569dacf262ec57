package io.cdcvault.airline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AirlineKeysTest {

    @Test
    void keysHaveTheColumnsLengths() {
        AirlineKeys keys = new AirlineKeys(15);

        assertThat(keys.booking(36L * 36)).isEqualTo("P00100");
        assertThat(keys.ticket(7)).isEqualTo("2500000000007");
        assertThat(keys.flight(3)).isEqualTo(1_500_000_003).isLessThan(AirlineKeys.FIRST_FREE_FLIGHT);
    }

    @Test
    void keysLeadBackToTheirNumbers() {
        AirlineKeys keys = new AirlineKeys(4);

        assertThat(AirlineKeys.bookingNumber(keys.booking(123_456))).isEqualTo(123_456);
        assertThat(AirlineKeys.ticketNumber(keys.ticket(123_456))).isEqualTo(123_456);
        assertThat(AirlineKeys.flightNumber(keys.flight(123_456))).isEqualTo(123_456);
    }

    @Test
    void desksShareNoKey() {
        Set<Object> keys = new HashSet<>();
        for (int desk = 0; desk < AirlineKeys.DESKS; desk++) {
            AirlineKeys own = new AirlineKeys(desk);
            keys.add(own.booking(1));
            keys.add(own.ticket(1));
            keys.add(own.flight(1));
        }

        assertThat(keys).hasSize(3 * AirlineKeys.DESKS);
    }
}

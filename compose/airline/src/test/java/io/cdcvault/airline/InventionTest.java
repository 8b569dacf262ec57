package io.cdcvault.airline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InventionTest {

    @Test
    void sameSeedInventsTheSame() {
        assertThat(rows(7)).isEqualTo(rows(7)).isNotEqualTo(rows(8));
    }

    @Test
    void bookingCostsWhatItsLegsCost() {
        Invention invention = new Invention(new AirlineKeys(0), Fleet.shipped(), new Random(1));

        Booking booking = invention.booking(1, 1, List.of(invention.flight(1)));

        assertThat(booking.row().values().get(2))
                .isEqualTo(booking.tickets().stream()
                        .flatMap(ticket -> ticket.legs().stream())
                        .map(Leg::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .toPlainString());
    }

    private static List<AirlineRow> rows(long seed) {
        Invention invention = new Invention(new AirlineKeys(3), Fleet.shipped(), new Random(seed));
        return invention
                .booking(1, 1, List.of(invention.flight(1), invention.flight(2)))
                .rows();
    }
}

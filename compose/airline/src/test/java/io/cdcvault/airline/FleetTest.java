package io.cdcvault.airline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FleetTest {

    @Test
    void seatNumberNamesASeatAmongAllAircraft() {
        List<String> numbers = Fleet.shipped().aircraft().stream()
                .flatMap(aircraft -> aircraft.seats().stream())
                .map(seat -> String.valueOf(seat.values().get(0)))
                .toList();

        assertThat(numbers).doesNotHaveDuplicates().allMatch(number -> number.length() == 4);
    }

    @Test
    void airportCodesAreUnique() {
        assertThat(Fleet.shipped().airports())
                .extracting(Airport::code)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(99);
    }
}

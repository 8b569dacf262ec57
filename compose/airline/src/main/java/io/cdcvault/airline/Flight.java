package io.cdcvault.airline;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A flight, as the table {@code flights} has it. */
public record Flight(
        int id,
        String number,
        Instant scheduledDeparture,
        Instant scheduledArrival,
        String from,
        String to,
        FlightStatus status,
        String aircraft,
        @Nullable Instant actualDeparture,
        @Nullable Instant actualArrival) {

    /** The row of the table {@code flights}. */
    public AirlineRow row() {
        return new AirlineRow(
                "flights",
                Arrays.asList(
                        Integer.toString(id),
                        number,
                        scheduledDeparture.toString(),
                        scheduledArrival.toString(),
                        from,
                        to,
                        status.label(),
                        aircraft,
                        text(actualDeparture),
                        text(actualArrival)));
    }

    /** The same flight in another state. */
    public Flight with(FlightStatus next, @Nullable Instant departure, @Nullable Instant arrival) {
        return new Flight(
                id, number, scheduledDeparture, scheduledArrival, from, to, next, aircraft, departure, arrival);
    }

    /** The same flight on another aircraft. */
    public Flight withAircraft(String other) {
        return new Flight(
                id,
                number,
                scheduledDeparture,
                scheduledArrival,
                from,
                to,
                status,
                other,
                actualDeparture,
                actualArrival);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}

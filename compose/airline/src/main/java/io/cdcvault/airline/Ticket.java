package io.cdcvault.airline;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A passenger's ticket within a booking. */
public record Ticket(
        String number,
        String booking,
        String passengerId,
        String passengerName,
        @Nullable String contact,
        List<Leg> legs) {

    public Ticket {
        legs = List.copyOf(legs);
    }

    /** The row of the table {@code tickets}. */
    public AirlineRow row() {
        return new AirlineRow("tickets", Arrays.asList(number, booking, passengerId, passengerName, contact));
    }

    /** What the ticket costs. */
    public BigDecimal amount() {
        return legs.stream().map(Leg::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The same ticket in another booking. */
    public Ticket withBooking(String other) {
        return new Ticket(number, other, passengerId, passengerName, contact, legs);
    }

    /** The same ticket with one more leg. */
    public Ticket withNextLeg(Leg leg) {
        List<Leg> more = new ArrayList<>(legs);
        more.add(leg);
        return new Ticket(number, booking, passengerId, passengerName, contact, more);
    }

    /** The same ticket with one leg replaced. */
    public Ticket withLeg(int index, Leg leg) {
        List<Leg> changed = new ArrayList<>(legs);
        changed.set(index, leg);
        return new Ticket(number, booking, passengerId, passengerName, contact, changed);
    }
}

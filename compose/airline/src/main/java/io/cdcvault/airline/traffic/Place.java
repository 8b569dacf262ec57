package io.cdcvault.airline.traffic;

import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Leg;
import io.cdcvault.airline.Ticket;

/** One leg within its booking. */
record Place(Booking booking, int ticketIndex, int legIndex) {

    Ticket ticket() {
        return booking.tickets().get(ticketIndex);
    }

    Leg leg() {
        return ticket().legs().get(legIndex);
    }

    /** The booking with this leg replaced. */
    Booking bookingWith(Leg leg) {
        return booking.withTicket(ticketIndex, ticket().withLeg(legIndex, leg));
    }
}

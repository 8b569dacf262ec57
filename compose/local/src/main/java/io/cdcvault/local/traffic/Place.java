package io.cdcvault.local.traffic;

import io.cdcvault.local.airline.Booking;
import io.cdcvault.local.airline.Leg;
import io.cdcvault.local.airline.Ticket;

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

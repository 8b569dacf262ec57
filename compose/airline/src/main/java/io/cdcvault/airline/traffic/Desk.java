package io.cdcvault.airline.traffic;

import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Fleet;
import io.cdcvault.airline.Flight;
import io.cdcvault.airline.Invention;
import io.cdcvault.airline.Leg;
import io.cdcvault.airline.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** What one desk knows of its flights and bookings, and its dice. Confined to one thread. */
final class Desk {

    private static final int MOST_BOOKINGS = 3_000;
    private static final int MOST_FLIGHTS = 300;
    private static final int TRIES = 10;

    private final AirlineKeys keys;
    private final Fleet fleet;
    private final Random random;
    private final Invention invention;
    private final List<Flight> flights;
    private final List<Booking> bookings;
    private final Counters counters;

    Desk(AirlineKeys keys, Fleet fleet, long seed, Counters counters, List<Flight> flights, List<Booking> bookings) {
        this.keys = keys;
        this.fleet = fleet;
        // Mixed with where the desk stands, so that a second run does not repeat the first one's dice.
        this.random = new Random((seed * AirlineKeys.DESKS + keys.desk()) * 1_000_003 + counters.sum());
        this.invention = new Invention(keys, fleet, random);
        this.counters = counters;
        this.flights = new ArrayList<>(flights);
        this.bookings = new ArrayList<>(bookings);
    }

    AirlineKeys keys() {
        return keys;
    }

    Fleet fleet() {
        return fleet;
    }

    Random random() {
        return random;
    }

    Invention invention() {
        return invention;
    }

    /** A new flight, not yet known to the desk. */
    Flight newFlight() {
        return invention.flight(counters.nextFlight());
    }

    /** A new booking, not yet known to the desk; there must be a flight that waits. */
    Booking newBooking() {
        Booking booking = invention.booking(counters.nextBooking(), counters.firstFreeTicket(), waitingFlights());
        counters.useTickets(booking.tickets().size());
        return booking;
    }

    /** A new ticket for a booking, not yet known to the desk; there must be a flight that waits. */
    Ticket newTicket(String booking) {
        Ticket ticket = invention.ticket(counters.firstFreeTicket(), booking, waitingFlights());
        counters.useTickets(1);
        return ticket;
    }

    List<Flight> waitingFlights() {
        return flights.stream().filter(flight -> flight.status().isWaiting()).toList();
    }

    void add(Flight flight) {
        flights.add(flight);
        if (flights.size() > MOST_FLIGHTS) {
            flights.remove(0);
        }
    }

    void add(Booking booking) {
        bookings.add(booking);
        if (bookings.size() > MOST_BOOKINGS) {
            bookings.remove(0);
        }
    }

    void replace(Flight flight) {
        flights.replaceAll(known -> known.id() == flight.id() ? flight : known);
    }

    void forget(Flight flight) {
        flights.removeIf(known -> known.id() == flight.id());
    }

    void replace(Booking booking) {
        bookings.replaceAll(known -> known.reference().equals(booking.reference()) ? booking : known);
    }

    void forget(Booking booking) {
        bookings.removeIf(known -> known.reference().equals(booking.reference()));
    }

    Optional<Flight> anyFlight(Predicate<Flight> wanted) {
        List<Flight> fitting = flights.stream().filter(wanted).toList();
        return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(random.nextInt(fitting.size())));
    }

    Optional<Booking> anyBooking() {
        return bookings.isEmpty() ? Optional.empty() : Optional.of(bookings.get(random.nextInt(bookings.size())));
    }

    /** Some leg that fits, unless luck runs out. */
    Optional<Place> anyPlace(Predicate<Leg> wanted) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Place> place = anyBooking().flatMap(this::placeIn);
            if (place.isPresent() && wanted.test(place.get().leg())) {
                return place;
            }
        }
        return Optional.empty();
    }

    private Optional<Place> placeIn(Booking booking) {
        int ticket = random.nextInt(Math.max(1, booking.tickets().size()));
        int legs = ticket < booking.tickets().size()
                ? booking.tickets().get(ticket).legs().size()
                : 0;
        return legs == 0 ? Optional.empty() : Optional.of(new Place(booking, ticket, random.nextInt(legs)));
    }
}

package io.cdcvault.airline.traffic;

import io.cdcvault.airline.AirlineRow;
import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Flight;
import io.cdcvault.airline.Ticket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens to whole bookings. */
final class BookingMoves {

    private static final int LEAST_COPIED = 20;
    private static final int MORE_COPIED = 41;

    private BookingMoves() {}

    static boolean book(Desk desk, TrafficSession session) throws SQLException {
        openFlight(desk, session);
        Booking booking = desk.newBooking();
        session.insert(booking.rows());
        desk.add(booking);
        return true;
    }

    /** A travel agency hands in many bookings at once. */
    static boolean bookInBulk(Desk desk, TrafficSession session) throws SQLException {
        openFlight(desk, session);
        List<Booking> bookings = new ArrayList<>();
        List<AirlineRow> rows = new ArrayList<>();
        for (int left = LEAST_COPIED + desk.random().nextInt(MORE_COPIED); left > 0; left--) {
            bookings.add(desk.newBooking());
        }
        bookings.forEach(booking -> rows.add(booking.row()));
        bookings.forEach(
                booking -> rows.addAll(booking.rows().subList(1, booking.rows().size())));
        session.copy(rows);
        bookings.forEach(desk::add);
        return true;
    }

    /** The customer changes their mind before paying. */
    static boolean abandon(Desk desk, TrafficSession session) throws SQLException {
        if (desk.waitingFlights().isEmpty()) {
            return false;
        }
        session.insert(desk.newBooking().rows());
        session.rollback();
        return true;
    }

    /** One of the passengers drops out while the booking is made. */
    static boolean bookWithSecondThoughts(Desk desk, TrafficSession session) throws SQLException {
        openFlight(desk, session);
        Booking booking = desk.newBooking();
        Ticket dropped = desk.newTicket(booking.reference());
        session.insert(booking.rows());
        session.undone(() -> insert(dropped, session));
        Ticket taken = desk.newTicket(booking.reference());
        insert(taken, session);
        List<Ticket> tickets = new ArrayList<>(booking.tickets());
        tickets.add(taken);
        Booking complete = booking.withTickets(tickets);
        updateTotal(complete, session);
        desk.add(complete);
        return true;
    }

    static boolean cancel(Desk desk, TrafficSession session) throws SQLException {
        Optional<Booking> found = desk.anyBooking();
        if (found.isEmpty()) {
            return false;
        }
        String reference = found.get().reference();
        String tickets = " where ticket_no in (select ticket_no from tickets where book_ref = ?)";
        session.run("delete from boarding_passes" + tickets, reference);
        session.run("delete from ticket_flights" + tickets, reference);
        session.run("delete from tickets where book_ref = ?", reference);
        session.run("delete from bookings where book_ref = ?", reference);
        desk.forget(found.get());
        return true;
    }

    /** A passenger moves over to another booking. */
    static boolean rebook(Desk desk, TrafficSession session) throws SQLException {
        Optional<Place> found = desk.anyPlace(leg -> true);
        Optional<Booking> target = desk.anyBooking();
        if (found.isEmpty()
                || target.isEmpty()
                || target.get().equals(found.get().booking())) {
            return false;
        }
        Ticket ticket = found.get().ticket();
        Booking left = without(ticket, found.get().booking());
        Booking joined = with(ticket.withBooking(target.get().reference()), target.get());
        session.run("update tickets set book_ref = ? where ticket_no = ?", joined.reference(), ticket.number());
        for (Booking changed : List.of(left, joined)) {
            updateTotal(changed, session);
            desk.replace(changed);
        }
        return true;
    }

    static void updateTotal(Booking booking, TrafficSession session) throws SQLException {
        session.run("update bookings set total_amount = ? where book_ref = ?", booking.total(), booking.reference());
    }

    private static Booking without(Ticket ticket, Booking booking) {
        return booking.withTickets(booking.tickets().stream()
                .filter(one -> !one.number().equals(ticket.number()))
                .toList());
    }

    private static Booking with(Ticket ticket, Booking booking) {
        List<Ticket> tickets = new ArrayList<>(booking.tickets());
        tickets.add(ticket);
        return booking.withTickets(tickets);
    }

    private static void insert(Ticket ticket, TrafficSession session) throws SQLException {
        session.insert(ticket.row());
        session.insert(ticket.legs().stream().map(leg -> leg.row()).toList());
    }

    private static void openFlight(Desk desk, TrafficSession session) throws SQLException {
        if (desk.waitingFlights().isEmpty()) {
            Flight flight = desk.newFlight();
            session.insert(flight.row());
            desk.add(flight);
        }
    }
}

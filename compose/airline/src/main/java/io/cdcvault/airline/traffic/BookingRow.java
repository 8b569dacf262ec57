package io.cdcvault.airline.traffic;

import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Leg;
import io.cdcvault.airline.Ticket;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a booking joined with its tickets, legs and passes; rows of one ticket follow each other. */
final class BookingRow {

    private BookingRow() {}

    /** The booking with what the row brings in addition. */
    static Booking added(Booking booking, ResultSet row) throws SQLException {
        String number = row.getString("ticket_no");
        if (number == null) {
            return booking;
        }
        int last = booking.tickets().size() - 1;
        if (last >= 0 && booking.tickets().get(last).number().equals(number)) {
            return booking.withTicket(last, withLeg(booking.tickets().get(last), row));
        }
        List<Ticket> tickets = new ArrayList<>(booking.tickets());
        tickets.add(withLeg(ticket(booking, row), row));
        return booking.withTickets(tickets);
    }

    private static Ticket ticket(Booking booking, ResultSet row) throws SQLException {
        return new Ticket(
                row.getString("ticket_no"),
                booking.reference(),
                row.getString("passenger_id"),
                row.getString("passenger_name"),
                row.getString("contact_data"),
                List.of());
    }

    private static Ticket withLeg(Ticket ticket, ResultSet row) throws SQLException {
        int flight = row.getInt("flight_id");
        boolean none = row.wasNull();
        // Without a primary key there may be several passes for a leg: the first one counts.
        boolean known = ticket.legs().stream().anyMatch(leg -> leg.flight() == flight);
        if (none || known) {
            return ticket;
        }
        Leg leg = new Leg(
                ticket.number(), flight, row.getBigDecimal("fare_conditions"), row.getBigDecimal("amount"), pass(row));
        return ticket.withNextLeg(leg);
    }

    private static Leg.@Nullable Pass pass(ResultSet row) throws SQLException {
        String seat = row.getString("seat_no");
        return seat == null ? null : new Leg.Pass(row.getInt("boarding_no"), seat);
    }
}

package io.cdcvault.airline;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A booking with all its tickets. */
public record Booking(String reference, Instant date, List<Ticket> tickets) {

    public Booking {
        tickets = List.copyOf(tickets);
    }

    /** The sum of its tickets. */
    public BigDecimal total() {
        return tickets.stream().map(Ticket::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The row of the table {@code bookings}. */
    public AirlineRow row() {
        return new AirlineRow("bookings", List.of(reference, date.toString(), total().toPlainString()));
    }

    /** The rows of all tables, in an order in which they can be inserted. */
    public List<AirlineRow> rows() {
        List<AirlineRow> rows = new ArrayList<>(List.of(row()));
        tickets.forEach(ticket -> rows.add(ticket.row()));
        tickets.forEach(ticket -> ticket.legs().forEach(leg -> rows.add(leg.row())));
        tickets.forEach(ticket -> ticket.legs().forEach(leg -> rows.addAll(leg.passRows())));
        return rows;
    }

    /** The same booking with other tickets. */
    public Booking withTickets(List<Ticket> others) {
        return new Booking(reference, date, others);
    }

    /** The same booking with one ticket replaced. */
    public Booking withTicket(int index, Ticket ticket) {
        List<Ticket> changed = new ArrayList<>(tickets);
        changed.set(index, ticket);
        return withTickets(changed);
    }
}

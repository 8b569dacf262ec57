package io.cdcvault.airline.traffic;

import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Fleet;
import io.cdcvault.airline.Flight;
import io.cdcvault.airline.FlightStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A desk as the database has it: its newest bookings and the flights that are not over. */
final class DeskReader {

    private static final int BOOKINGS = 1_000;
    private static final int FLIGHTS = 200;

    private static final String FLIGHTS_QUERY =
            """
            select * from (
                select * from flights
                where flight_id between ? and ? and status in ('Scheduled', 'Delayed', 'Departed')
                order by flight_id desc limit %d) newest
            order by flight_id
            """
                    .formatted(FLIGHTS);

    private static final String BOOKINGS_QUERY =
            """
            select b.book_ref, b.book_date, t.ticket_no, t.passenger_id, t.passenger_name, t.contact_data,
                   f.flight_id, f.fare_conditions, f.amount, p.boarding_no, p.seat_no
            from (select * from bookings where book_ref ~ ? order by book_ref collate "C" desc limit %d) b
            left join tickets t using (book_ref)
            left join ticket_flights f using (ticket_no)
            left join boarding_passes p using (ticket_no, flight_id)
            order by b.book_ref collate "C", t.ticket_no collate "C", f.flight_id, p.boarding_no
            """
                    .formatted(BOOKINGS);

    private static final String COUNTERS_QUERY =
            """
            select (select max(book_ref collate "C") from bookings where book_ref ~ ?),
                   (select max(ticket_no collate "C") from tickets where ticket_no ~ ?),
                   (select max(flight_id) from flights where flight_id between ? and ?)
            """;

    private final Connection connection;
    private final AirlineKeys keys;

    DeskReader(Connection connection, AirlineKeys keys) {
        this.connection = connection;
        this.keys = keys;
    }

    Desk read(Fleet fleet, long seed) throws SQLException {
        return new Desk(keys, fleet, seed, counters(), flights(), bookings());
    }

    private Counters counters() throws SQLException {
        String bookings = "^" + keys.deskLetter() + "[0-9A-Z]{5}$";
        String tickets = "^" + keys.ticket(0).substring(0, 2) + "[0-9]{11}$";
        try (PreparedStatement query = query(COUNTERS_QUERY, bookings, tickets, keys.flight(0), lastFlight());
                ResultSet row = query.executeQuery()) {
            row.next();
            String booking = row.getString(1);
            String ticket = row.getString(2);
            return new Counters(
                    booking == null ? 0 : AirlineKeys.bookingNumber(booking),
                    ticket == null ? 0 : AirlineKeys.ticketNumber(ticket),
                    AirlineKeys.flightNumber(row.getInt(3)));
        }
    }

    private List<Flight> flights() throws SQLException {
        List<Flight> flights = new ArrayList<>();
        try (PreparedStatement query = query(FLIGHTS_QUERY, keys.flight(0), lastFlight());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                flights.add(flight(row));
            }
        }
        return flights;
    }

    private List<Booking> bookings() throws SQLException {
        Map<String, Booking> bookings = new LinkedHashMap<>();
        try (PreparedStatement query = query(BOOKINGS_QUERY, "^" + keys.deskLetter() + "[0-9A-Z]{5}$");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Booking known = bookings.get(row.getString("book_ref"));
                Booking booking = known == null ? booking(row) : known;
                bookings.put(booking.reference(), BookingRow.added(booking, row));
            }
        }
        return List.copyOf(bookings.values());
    }

    private int lastFlight() {
        return keys.flight(AirlineKeys.FLIGHTS_A_DESK - 1);
    }

    private static Booking booking(ResultSet row) throws SQLException {
        return new Booking(
                row.getString("book_ref"), row.getTimestamp("book_date").toInstant(), List.of());
    }

    private static Flight flight(ResultSet row) throws SQLException {
        return new Flight(
                row.getInt("flight_id"),
                row.getString("flight_no"),
                row.getTimestamp("scheduled_departure").toInstant(),
                row.getTimestamp("scheduled_arrival").toInstant(),
                row.getString("departure_airport"),
                row.getString("arrival_airport"),
                FlightStatus.parse(row.getString("status")),
                row.getString("aircraft_code"),
                instant(row.getTimestamp("actual_departure")),
                instant(row.getTimestamp("actual_arrival")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private PreparedStatement query(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}

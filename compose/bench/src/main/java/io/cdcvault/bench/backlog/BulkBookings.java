package io.cdcvault.bench.backlog;

import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.airline.AirlineRow;
import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Fleet;
import io.cdcvault.airline.Flight;
import io.cdcvault.airline.Invention;
import io.cdcvault.airline.demo.RowCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** New bookings that come in by COPY, a few thousand rows a transaction. */
final class BulkBookings {

    private static final int ROWS_A_TRANSACTION = 3_000;
    private static final int FLIGHTS = 50;
    /** Beyond the numbers that the demo gives out at the same desk; no other writer uses it. */
    private static final int FIRST_BOOKING = 1_000_000;

    private static final int FIRST_FLIGHT = 50_000;

    private final Connection connection;
    private final Invention invention;
    private final List<Flight> flights = new ArrayList<>();
    private long booking = FIRST_BOOKING;
    private long ticket = FIRST_BOOKING;

    BulkBookings(Connection connection, long seed) {
        this.connection = connection;
        this.invention = new Invention(new AirlineKeys(AirlineKeys.DESKS - 1), Fleet.shipped(), new Random(seed));
        for (int n = 0; n < FLIGHTS; n++) {
            flights.add(invention.flight(FIRST_FLIGHT + n));
        }
    }

    void copy(int wanted) throws SQLException {
        connection.setAutoCommit(false);
        List<AirlineRow> rows = new ArrayList<>();
        flights.forEach(flight -> rows.add(flight.row()));
        for (int left = wanted; left > 0; left -= rows.size(), rows.clear()) {
            while (rows.size() < Math.min(left, ROWS_A_TRANSACTION)) {
                rows.addAll(next().rows());
            }
            new RowCopy(connection).copy(rows);
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private Booking next() {
        Booking made = invention.booking(booking++, ticket, flights);
        ticket += made.tickets().size();
        return made;
    }
}

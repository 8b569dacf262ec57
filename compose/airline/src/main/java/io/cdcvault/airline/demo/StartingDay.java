package io.cdcvault.airline.demo;

import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.airline.AirlineRow;
import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Fleet;
import io.cdcvault.airline.Flight;
import io.cdcvault.airline.FlightStatus;
import io.cdcvault.airline.Invention;
import io.cdcvault.airline.Leg;
import io.cdcvault.airline.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What one desk has on the first day: flights in all states, bookings for them, passes for those that have left. */
final class StartingDay {

    private static final int ROWS_A_BOOKING = 10;
    private static final int BOOKINGS_A_FLIGHT = 2;

    private final Fleet fleet;
    private final Random random;
    private final Invention invention;
    private final Map<Integer, Flight> flights = new HashMap<>();
    private final Map<Integer, Integer> boarded = new HashMap<>();

    StartingDay(AirlineKeys keys, Fleet fleet, long seed) {
        this.fleet = fleet;
        this.random = new Random(seed * AirlineKeys.DESKS + keys.desk());
        this.invention = new Invention(keys, fleet, random);
    }

    /** About so many rows, in an order in which they can be inserted. */
    List<AirlineRow> rows(int wanted) {
        int bookings = Math.max(1, wanted / ROWS_A_BOOKING);
        List<Flight> all = new ArrayList<>();
        for (int n = 1; n <= 1 + bookings / BOOKINGS_A_FLIGHT; n++) {
            all.add(underWay(invention.flight(n)));
        }
        List<AirlineRow> rows = new ArrayList<>();
        all.forEach(flight -> flights.put(flight.id(), flight));
        all.forEach(flight -> rows.add(flight.row()));
        long tickets = 0;
        for (int n = 1; n <= bookings; n++) {
            Booking booking = boarded(invention.booking(n, tickets + 1, all));
            tickets += booking.tickets().size();
            rows.addAll(booking.rows());
        }
        return rows;
    }

    private Flight underWay(Flight flight) {
        int fate = random.nextInt(100);
        if (fate < 45) {
            return flight;
        }
        if (fate < 50) {
            return flight.with(FlightStatus.DELAYED, null, null);
        }
        if (fate < 60) {
            return flight.with(FlightStatus.DEPARTED, flight.scheduledDeparture(), null);
        }
        Duration late = Duration.ofMinutes(random.nextInt(90));
        return flight.with(
                FlightStatus.ARRIVED,
                flight.scheduledDeparture().plus(late),
                flight.scheduledArrival().plus(late));
    }

    private Booking boarded(Booking booking) {
        return booking.withTickets(booking.tickets().stream().map(this::boarded).toList());
    }

    private Ticket boarded(Ticket ticket) {
        Ticket result = ticket;
        for (int i = 0; i < ticket.legs().size(); i++) {
            Leg leg = ticket.legs().get(i);
            Flight flight = flights.get(leg.flight());
            if (flight != null && !flight.status().isWaiting()) {
                int number = boarded.merge(leg.flight(), 1, Integer::sum);
                String seat = fleet.aircraft(flight.aircraft()).seat(number - 1);
                result = result.withLeg(i, leg.withPass(new Leg.Pass(number, seat)));
            }
        }
        return result;
    }
}

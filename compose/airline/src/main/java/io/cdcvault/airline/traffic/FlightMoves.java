package io.cdcvault.airline.traffic;

import io.cdcvault.airline.Flight;
import io.cdcvault.airline.FlightStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What happens to flights. */
final class FlightMoves {

    private FlightMoves() {}

    static boolean schedule(Desk desk, TrafficSession session) throws SQLException {
        Flight flight = desk.newFlight();
        session.insert(flight.row());
        desk.add(flight);
        return true;
    }

    static boolean delay(Desk desk, TrafficSession session) throws SQLException {
        return change(desk, session, FlightMoves::waits, flight -> flight.with(FlightStatus.DELAYED, null, null));
    }

    static boolean depart(Desk desk, TrafficSession session) throws SQLException {
        return change(desk, session, FlightMoves::waits, flight -> {
            Instant departure = flight.scheduledDeparture().plus(lateness(desk));
            return flight.with(FlightStatus.DEPARTED, departure, null);
        });
    }

    static boolean arrive(Desk desk, TrafficSession session) throws SQLException {
        return change(desk, session, FlightMoves::flies, flight -> {
            Instant arrival = flight.scheduledArrival().plus(lateness(desk));
            return flight.with(FlightStatus.ARRIVED, flight.actualDeparture(), arrival);
        });
    }

    static boolean cancel(Desk desk, TrafficSession session) throws SQLException {
        return change(desk, session, FlightMoves::waits, flight -> flight.with(FlightStatus.CANCELLED, null, null));
    }

    static boolean changeAircraft(Desk desk, TrafficSession session) throws SQLException {
        return change(
                desk,
                session,
                FlightMoves::waits,
                flight -> flight.withAircraft(desk.invention().aircraft()));
    }

    private static boolean waits(Flight flight) {
        return flight.status().isWaiting();
    }

    private static boolean flies(Flight flight) {
        return flight.status() == FlightStatus.DEPARTED;
    }

    private static Duration lateness(Desk desk) {
        return Duration.ofMinutes(desk.random().nextInt(120));
    }

    private static boolean change(Desk desk, TrafficSession session, Predicate<Flight> which, UnaryOperator<Flight> how)
            throws SQLException {
        Optional<Flight> found = desk.anyFlight(which);
        if (found.isEmpty()) {
            return false;
        }
        Flight changed = how.apply(found.get());
        session.run(
                "update flights set status = ?, aircraft_code = ?, actual_departure = ?, actual_arrival = ?"
                        + " where flight_id = ?",
                changed.status().label(),
                changed.aircraft(),
                changed.actualDeparture(),
                changed.actualArrival(),
                changed.id());
        remember(desk, changed);
        return true;
    }

    private static void remember(Desk desk, Flight flight) {
        boolean over = flight.status() == FlightStatus.ARRIVED || flight.status() == FlightStatus.CANCELLED;
        if (over) {
            desk.forget(flight);
        } else {
            desk.replace(flight);
        }
    }
}

package io.cdcvault.airline.traffic;

import io.cdcvault.airline.Aircraft;
import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.airline.Airport;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What happens to airports and aircraft. Each desk keeps to its own, so that two never write the same row. */
final class FleetMoves {

    private static final int RANGE_STEP = 50;
    private static final int RANGE_STEPS = 10;

    private FleetMoves() {}

    static boolean renameAirport(Desk desk, TrafficSession session) throws SQLException {
        Optional<Airport> found = own(desk, desk.fleet().airports());
        if (found.isEmpty()) {
            return false;
        }
        String suffix = desk.random().nextBoolean() ? "" : " (" + found.get().city() + ")";
        session.run(
                "update airports set airport_name = ? where airport_code = ?",
                found.get().name() + suffix,
                found.get().code());
        return true;
    }

    static boolean correctRange(Desk desk, TrafficSession session) throws SQLException {
        Optional<Aircraft> found = own(desk, desk.fleet().aircraft());
        if (found.isEmpty()) {
            return false;
        }
        session.run(
                "update aircafts set range = ? where aircraft_code = ?",
                found.get().range() + RANGE_STEP * desk.random().nextInt(RANGE_STEPS),
                found.get().code());
        return true;
    }

    private static <T> Optional<T> own(Desk desk, List<T> all) {
        List<T> own = IntStream.range(0, all.size())
                .filter(i -> i % AirlineKeys.DESKS == desk.keys().desk())
                .mapToObj(all::get)
                .toList();
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(own.get(desk.random().nextInt(own.size())));
    }
}

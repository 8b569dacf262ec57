package io.cdcvault.airline.traffic;

import io.cdcvault.airline.Booking;
import io.cdcvault.airline.Leg;
import io.cdcvault.airline.Ticket;
import java.sql.SQLException;
import java.util.Optional;

/** What happens to single passengers. */
final class PassengerMoves {

    private static final int BOARDING_NUMBERS = 300;
    private static final String RENAME = "update tickets set passenger_name = ? where ticket_no = ?";

    private PassengerMoves() {}

    static boolean board(Desk desk, TrafficSession session) throws SQLException {
        Optional<Place> found = desk.anyPlace(leg -> leg.pass() == null);
        if (found.isEmpty()) {
            return false;
        }
        int number = 1 + desk.random().nextInt(BOARDING_NUMBERS);
        Leg boarded = found.get().leg().withPass(new Leg.Pass(number, anySeat(desk)));
        session.insert(boarded.passRows());
        desk.replace(found.get().bookingWith(boarded));
        return true;
    }

    static boolean changeSeat(Desk desk, TrafficSession session) throws SQLException {
        Optional<Place> found = desk.anyPlace(leg -> leg.pass() != null);
        if (found.isEmpty()) {
            return false;
        }
        Leg leg = found.get().leg();
        session.run(
                "update boarding_passes set seat_no = ? where ticket_no = ? and flight_id = ?",
                anySeat(desk),
                leg.ticket(),
                leg.flight());
        return true;
    }

    static boolean correctPrice(Desk desk, TrafficSession session) throws SQLException {
        Optional<Place> found = desk.anyPlace(leg -> true);
        if (found.isEmpty()) {
            return false;
        }
        Leg leg = found.get().leg().withAmount(desk.invention().price());
        Booking booking = found.get().bookingWith(leg);
        session.run(
                "update ticket_flights set amount = ? where ticket_no = ? and flight_id = ?",
                leg.amount(),
                leg.ticket(),
                leg.flight());
        BookingMoves.updateTotal(booking, session);
        desk.replace(booking);
        return true;
    }

    static boolean changeContact(Desk desk, TrafficSession session) throws SQLException {
        Optional<Place> found = desk.anyPlace(leg -> true);
        if (found.isEmpty()) {
            return false;
        }
        session.run(
                "update tickets set contact_data = ? where ticket_no = ?",
                desk.invention().contact(),
                found.get().ticket().number());
        return true;
    }

    /** A wrong correction, and back again in a second transaction. */
    static boolean renameAndBack(Desk desk, TrafficSession session) throws SQLException {
        return rename(desk, session, true);
    }

    /** The same within one transaction: no other session ever sees the wrong name. */
    static boolean renameAndBackUnseen(Desk desk, TrafficSession session) throws SQLException {
        return rename(desk, session, false);
    }

    private static boolean rename(Desk desk, TrafficSession session, boolean seen) throws SQLException {
        Optional<Place> found = desk.anyPlace(leg -> true);
        if (found.isEmpty()) {
            return false;
        }
        Ticket ticket = found.get().ticket();
        session.run(RENAME, desk.invention().name(), ticket.number());
        if (seen) {
            session.commit();
        }
        session.run(RENAME, ticket.passengerName(), ticket.number());
        return true;
    }

    private static String anySeat(Desk desk) {
        return desk.fleet()
                .aircraft(desk.invention().aircraft())
                .seat(desk.random().nextInt(BOARDING_NUMBERS));
    }
}

package io.cdcvault.airline.traffic;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * A move with its share of a hundred.
 *
 * @param name what people call it
 */
record Repertoire(String name, int share, Move move) implements Move {

    static final List<Repertoire> ALL = List.of(
            new Repertoire("book", 22, BookingMoves::book),
            new Repertoire("book with second thoughts", 3, BookingMoves::bookWithSecondThoughts),
            new Repertoire("book in bulk", 1, BookingMoves::bookInBulk),
            new Repertoire("abandon", 3, BookingMoves::abandon),
            new Repertoire("cancel a booking", 6, BookingMoves::cancel),
            new Repertoire("rebook", 6, BookingMoves::rebook),
            new Repertoire("board", 15, PassengerMoves::board),
            new Repertoire("change seat", 6, PassengerMoves::changeSeat),
            new Repertoire("correct price", 6, PassengerMoves::correctPrice),
            new Repertoire("change contact", 4, PassengerMoves::changeContact),
            new Repertoire("rename and back", 2, PassengerMoves::renameAndBack),
            new Repertoire("rename and back unseen", 1, PassengerMoves::renameAndBackUnseen),
            new Repertoire("schedule a flight", 7, FlightMoves::schedule),
            new Repertoire("delay", 4, FlightMoves::delay),
            new Repertoire("depart", 5, FlightMoves::depart),
            new Repertoire("arrive", 4, FlightMoves::arrive),
            new Repertoire("cancel a flight", 1, FlightMoves::cancel),
            new Repertoire("change aircraft", 2, FlightMoves::changeAircraft),
            new Repertoire("rename an airport", 1, FleetMoves::renameAirport),
            new Repertoire("correct a range", 1, FleetMoves::correctRange));

    static Repertoire any(Random random) {
        int left = random.nextInt(100);
        for (Repertoire move : ALL) {
            left -= move.share;
            if (left < 0) {
                return move;
            }
        }
        throw new IllegalStateException("The shares do not add up to a hundred");
    }

    /** Plays the move, or a booking when there is nothing to do it with. */
    @Override
    public boolean play(Desk desk, TrafficSession session) throws SQLException {
        return move.play(desk, session) || BookingMoves.book(desk, session);
    }
}

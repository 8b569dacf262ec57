package io.cdcvault.local.traffic;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;

/** All moves, each with its share of a hundred. */
enum Repertoire implements Move {
    BOOK(22, BookingMoves::book),
    BOOK_WITH_SECOND_THOUGHTS(3, BookingMoves::bookWithSecondThoughts),
    BOOK_IN_BULK(1, BookingMoves::bookInBulk),
    ABANDON(3, BookingMoves::abandon),
    CANCEL_BOOKING(6, BookingMoves::cancel),
    REBOOK(6, BookingMoves::rebook),
    BOARD(15, PassengerMoves::board),
    CHANGE_SEAT(6, PassengerMoves::changeSeat),
    CORRECT_PRICE(6, PassengerMoves::correctPrice),
    CHANGE_CONTACT(4, PassengerMoves::changeContact),
    RENAME_AND_BACK(2, PassengerMoves::renameAndBack),
    RENAME_AND_BACK_UNSEEN(1, PassengerMoves::renameAndBackUnseen),
    SCHEDULE_FLIGHT(7, FlightMoves::schedule),
    DELAY_FLIGHT(4, FlightMoves::delay),
    DEPART(5, FlightMoves::depart),
    ARRIVE(4, FlightMoves::arrive),
    CANCEL_FLIGHT(1, FlightMoves::cancel),
    CHANGE_AIRCRAFT(2, FlightMoves::changeAircraft),
    RENAME_AIRPORT(1, FleetMoves::renameAirport),
    CORRECT_RANGE(1, FleetMoves::correctRange);

    private final int share;
    private final Move move;

    Repertoire(int share, Move move) {
        this.share = share;
        this.move = move;
    }

    static int shares() {
        return Arrays.stream(values()).mapToInt(move -> move.share).sum();
    }

    static Repertoire any(Random random) {
        int left = random.nextInt(100);
        for (Repertoire move : values()) {
            left -= move.share;
            if (left < 0) {
                return move;
            }
        }
        return BOOK;
    }

    /** Plays the move, or a booking when there is nothing to do it with. */
    @Override
    public boolean play(Desk desk, Session session) throws SQLException {
        return move.play(desk, session) || BOOK.move.play(desk, session);
    }
}

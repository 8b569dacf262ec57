package io.cdcvault.airline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A type of aircraft with its cabin.
 *
 * @param letter what its seat numbers begin with, since a seat number names a seat among all aircraft
 * @param seatLetters the seats of each row
 */
public record Aircraft(
        String code, String name, String translation, int range, char letter, int seatRows, String seatLetters) {

    private static final int BUSINESS_ROWS = 3;

    static Aircraft parse(String line, char letter) {
        String[] field = line.split(";", -1);
        return new Aircraft(
                field[0], field[1], field[2], Integer.parseInt(field[3]), letter, Integer.parseInt(field[4]), field[5]);
    }

    /** The row of the table {@code aircafts}. */
    public AirlineRow row() {
        String model = "{\"en\": \"" + name + "\", \"ru\": \"" + translation + "\"}";
        return new AirlineRow("aircafts", List.of(code, model, Integer.toString(range)));
    }

    /** The rows of the table {@code seats}. */
    public List<AirlineRow> seats() {
        List<AirlineRow> seats = new ArrayList<>();
        for (int n = 0; n < seatCount(); n++) {
            String fare = n < BUSINESS_ROWS * seatLetters.length() ? "Business" : "Economy";
            seats.add(new AirlineRow("seats", List.of(seat(n), code, fare)));
        }
        return seats;
    }

    /** How many seats there are. */
    public int seatCount() {
        return seatRows * seatLetters.length();
    }

    /** The n-th seat's number; after the last seat it begins again. */
    public String seat(int n) {
        int place = Math.floorMod(n, seatCount());
        int row = place / seatLetters.length() + 1;
        return String.format(Locale.ROOT, "%c%02d%c", letter, row, seatLetters.charAt(place % seatLetters.length()));
    }
}

package io.cdcvault.airline;

import java.util.Locale;

/**
 * The keys that one desk gives out. Desks never share a key, so that several can write at once and each one's rows are
 * the same beside any others.
 *
 * @param desk the desk's number, from 0
 */
public record AirlineKeys(int desk) {

    /** How many desks there are. */
    public static final int DESKS = 16;

    /** The first flight number that no desk gives out. */
    public static final int FIRST_FREE_FLIGHT = 2_000_000_000;

    /** How many flights a desk has numbers for. */
    public static final int FLIGHTS_A_DESK = 100_000_000;

    private static final int BASE = 36;

    public AirlineKeys {
        if (desk < 0 || desk >= DESKS) {
            throw new IllegalArgumentException("Desk " + desk + " is not below " + DESKS);
        }
    }

    /** The n-th booking's key: the desk's letter and a number to the base of 36. */
    public String booking(long n) {
        String digits = Long.toString(n, BASE).toUpperCase(Locale.ROOT);
        return deskLetter() + "0".repeat(5 - digits.length()) + digits;
    }

    /** The letter that this desk's bookings begin with. */
    public char deskLetter() {
        return (char) ('A' + desk);
    }

    /** Which booking of the desk a key names. */
    public static long bookingNumber(String key) {
        return Long.parseLong(key.substring(1), BASE);
    }

    /** The n-th ticket's key. */
    public String ticket(long n) {
        return String.format(Locale.ROOT, "%02d%011d", 10 + desk, n);
    }

    /** Which ticket of the desk a key names. */
    public static long ticketNumber(String key) {
        return Long.parseLong(key.substring(2));
    }

    /** The n-th flight's key. */
    public int flight(int n) {
        return desk * FLIGHTS_A_DESK + n;
    }

    /** Which flight of the desk a key names. */
    public static int flightNumber(int key) {
        return key % FLIGHTS_A_DESK;
    }
}

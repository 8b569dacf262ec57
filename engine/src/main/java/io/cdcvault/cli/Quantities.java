package io.cdcvault.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Quantities {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Quantities() {}

    /** With thousands separators. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** In the largest unit that leaves a number of at least one; units are powers of 1024, as PostgreSQL's are. */
    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (Math.abs(amount) >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** In the two largest units at most. */
    static String seconds(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds == 0 ? "%.0f s" : "%.1f s", seconds);
        }
        long whole = (long) seconds;
        if (whole < 3_600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        if (whole < 86_400) {
            return whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
        }
        return count(whole / 86_400) + " d " + whole % 86_400 / 3_600 + " h";
    }

    /** As {@link #seconds}, for an estimate. */
    static String about(double seconds) {
        return seconds < 60 ? Math.round(seconds) + " s" : seconds(seconds);
    }

    /** With one digit after the point while it says something. */
    static String perSecond(double rate) {
        return String.format(Locale.ROOT, rate < 100 ? "%,.1f/s" : "%,.0f/s", rate);
    }
}

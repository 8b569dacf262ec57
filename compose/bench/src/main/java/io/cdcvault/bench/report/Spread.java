package io.cdcvault.bench.report;

import java.util.Arrays;
import java.util.Locale;

/** What several runs gave for one thing. */
record Spread(double median, double least, double most) {

    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** @param format of one number */
    String text(String format) {
        return text(format, median) + " (" + text(format, least) + "–" + text(format, most) + ")";
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

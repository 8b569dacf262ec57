package io.cdcvault.schema.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that was most likely meant. */
public final class Nearest {

    private static final int LONGEST = 200;

    private Nearest() {}

    /** Empty when none is near, or the name is longer than anybody types. */
    public static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        int farthest = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(candidate -> !candidate.equals(name) && distance(name, candidate) <= farthest)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** Edits (insert, delete, replace a character) that turn one into the other, regardless of case. */
    static int distance(String one, String other) {
        String from = one.toLowerCase(Locale.ROOT);
        String to = other.toLowerCase(Locale.ROOT);
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            previous = next(previous, from.charAt(row - 1), to, row);
        }
        return previous[to.length()];
    }

    private static int[] next(int[] previous, char letter, String to, int row) {
        int[] current = new int[previous.length];
        current[0] = row;
        for (int column = 1; column < current.length; column++) {
            int replaced = previous[column - 1] + (letter == to.charAt(column - 1) ? 0 : 1);
            current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
        }
        return current;
    }
}

package io.cdcvault.mart;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron schedule: the numbers that it lets pass.
 *
 * @param isAny whether it begins with {@code *}: of two such days both must pass, of two others either
 */
record CronField(BitSet allowed, boolean isAny) {

    /**
     * Reads lists, ranges and steps, such as {@code *}, {@code 5}, {@code 1-5}, {@code *}{@code /15}, {@code MON,FRI}.
     *
     * @param names of the numbers from {@code min} on; may be empty
     * @throws IllegalArgumentException when it is none, which says why
     */
    static CronField parse(String text, int min, int max, List<String> names) {
        BitSet allowed = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] rangeAndStep = part.split("/", -1);
            require(rangeAndStep.length <= 2, part);
            int step = rangeAndStep.length == 2 ? number(rangeAndStep[1], 1, max, 0, List.of()) : 1;
            String range = rangeAndStep[0];
            int dash = range.indexOf('-');
            boolean isStar = range.equals("*");
            String first = dash < 0 ? range : range.substring(0, dash);
            int from = isStar ? min : number(first, min, max, min, names);
            // A step without an end continues to the last.
            int last = rangeAndStep.length == 2 ? max : from;
            int to = isStar ? max : dash < 0 ? last : number(range.substring(dash + 1), min, max, min, names);
            require(from <= to, part);
            for (int value = from; value <= to; value += step) {
                allowed.set(value);
            }
        }
        return new CronField(allowed, text.startsWith("*"));
    }

    boolean allows(int value) {
        return allowed.get(value);
    }

    private static int number(String text, int min, int max, int firstName, List<String> names) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return firstName + named;
        }
        require(text.matches("\\d{1,4}"), text);
        int number = Integer.parseInt(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException(text + " is not between " + min + " and " + max);
        }
        return number;
    }

    private static void require(boolean isRight, String part) {
        if (!isRight) {
            throw new IllegalArgumentException("`" + part + "` is no number, name, range or step");
        }
    }
}

package io.cdcvault.load.staging;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that PostgreSQL takes for a column and changes without a word: it rounds numbers and times, cuts blanks, and
 * leaves out the time of a date. Values that it refuses are left to it.
 *
 * @param isChanged whether a column of the type has another text for a value than it has
 * @param isLost whether that text also means something else: {@code 2.0000} and {@code 2.00} are one number
 */
record SilentLoss(Predicate<String> isChanged, Predicate<String> isLost) {

    private static final Pattern TYPE = Pattern.compile(
            "([a-z0-9 ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?(?: (with|without) time zone)?(\\[\\])*");

    private static final Pattern MIDNIGHT = Pattern.compile("[T ]00:00:00( BC)?$");

    private static final int DIGITS_OF_REAL = 6;
    private static final int DIGITS_OF_DOUBLE = 15;

    /** Empty for types that keep or refuse each value. */
    static Optional<SilentLoss> of(String type) {
        Matcher parts = TYPE.matcher(type.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<SilentLoss> loss = of(
                parts.group(1) + ("with".equals(parts.group(4)) ? "tz" : ""),
                parts.group(2) == null ? -1 : Integer.parseInt(parts.group(2)),
                parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3)));
        return parts.group(5) == null
                ? loss
                : loss.map(each -> new SilentLoss(ofAnyElement(each.isChanged()), ofAnyElement(each.isLost())));
    }

    /** @param size -1 without one */
    private static Optional<SilentLoss> of(String name, int size, int scale) {
        return switch (name) {
            case "numeric", "decimal" ->
                size < 0
                        ? Optional.empty()
                        : Optional.of(new SilentLoss(
                                text -> decimals(text, text.length()) > scale,
                                text -> decimals(text, endWithoutZeros(text)) > scale));
            case "varchar", "character varying" -> size < 0 ? Optional.empty() : losing(text -> isCut(text, size));
            case "date" ->
                Optional.of(new SilentLoss(
                        text -> text.indexOf(':') >= 0,
                        text -> text.indexOf(':') >= 0
                                && !MIDNIGHT.matcher(text).find()));
            case "time" -> losing(text -> isDated(text) || hasZone(text) || hasMoreDigits(text, size));
            case "timestamp" -> losing(text -> hasZone(text) || hasMoreDigits(text, size));
            case "timetz", "timestamptz" -> size < 0 ? Optional.empty() : losing(text -> hasMoreDigits(text, size));
            case "real", "float4" ->
                losing(text -> isRounded(text, DIGITS_OF_REAL, number -> new BigDecimal(Float.parseFloat(number))));
            case "double precision", "float8" ->
                losing(text -> isRounded(text, DIGITS_OF_DOUBLE, number -> new BigDecimal(Double.parseDouble(number))));
            default -> Optional.empty();
        };
    }

    private static Optional<SilentLoss> losing(Predicate<String> isLost) {
        return Optional.of(new SilentLoss(isLost, isLost));
    }

    private static Predicate<String> ofAnyElement(Predicate<String> loss) {
        return text -> {
            StringTokenizer elements = new StringTokenizer(text, "{},\"");
            while (elements.hasMoreTokens()) {
                if (loss.test(elements.nextToken())) {
                    return true;
                }
            }
            return false;
        };
    }

    /** @param end of the digits */
    private static int decimals(String text, int end) {
        int point = text.indexOf('.');
        return point < 0 ? 0 : end - point - 1;
    }

    private static int endWithoutZeros(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '0') {
            end--;
        }
        return end;
    }

    private static boolean hasMoreDigits(String text, int size) {
        int point = size < 0 ? -1 : text.indexOf('.');
        int end = point + 1;
        while (point >= 0 && end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return point >= 0 && end - point - 1 > size;
    }

    /** A sign after the hours is a zone's; before them it is a part of the date. UTC is a Z. */
    private static boolean hasZone(String text) {
        int hours = text.indexOf(':');
        return hours >= 0
                && (text.indexOf('+', hours) >= 0 || text.indexOf('-', hours) >= 0 || text.indexOf('Z', hours) >= 0);
    }

    private static boolean isDated(String text) {
        return text.indexOf(' ') >= 0 || text.indexOf('T') >= 0;
    }

    /** Longer texts are refused, but for blanks. */
    private static boolean isCut(String text, int size) {
        return text.length() > size && text.endsWith(" ") && text.codePointCount(0, text.length()) > size;
    }

    private interface Conversion {
        BigDecimal nearest(String number);
    }

    /** The server writes the shortest text of a number, so no text of as many digits is nearer to it. */
    private static boolean isRounded(String text, int safeDigits, Conversion conversion) {
        if (text.length() <= safeDigits) {
            return false;
        }
        try {
            BigDecimal exact = new BigDecimal(text);
            int digits = exact.precision();
            return digits > safeDigits
                    && conversion.nearest(text).round(new MathContext(digits)).compareTo(exact) != 0;
        } catch (NumberFormatException e) {
            // Not a number, infinite, or too large: the server says what it takes.
            return false;
        }
    }
}

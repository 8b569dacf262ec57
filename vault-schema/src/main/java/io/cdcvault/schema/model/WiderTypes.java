package io.cdcvault.schema.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which type may take the place of another in the vault: one that has the same text for each value of the former, since
 * hashes are made of texts, and that holds each value of the source's new type.
 */
public final class WiderTypes {

    private static final String ANY_TEXT = "text";
    private static final String ANY_NUMBER = "numeric";
    private static final int MOST_DIGITS = 1_000;
    private static final int MICROSECONDS = 6;
    private static final int NO_SIZE = -1;

    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final List<Integer> DIGITS = List.of(5, 10, 19);
    private static final List<String> TIMES = List.of("timestamp", "timestamptz", "time", "timetz", "interval");

    private static final Map<String, String> SHORT_NAMES = Map.ofEntries(
            Map.entry("character varying", "varchar"),
            Map.entry("character", "char"),
            Map.entry("bit varying", "varbit"),
            Map.entry("int2", "smallint"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("decimal", ANY_NUMBER),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"));

    private WiderTypes() {}

    /**
     * The narrowest type that may take the place of the vault's; the vault's own when it holds all there is.
     *
     * @param vault type of a vault's column, as one writes it in DDL
     * @param source type of the source's column, the same or as {@code format_type} writes it
     * @return empty when no such type is known; {@code text} always is one, by its text
     */
    public static Optional<String> union(String vault, String source) {
        Type from = Type.of(vault);
        Type to = Type.of(source);
        if (from.equals(to) || from.isAnyText()) {
            return Optional.of(vault);
        }
        if (from.isArray() != to.isArray()) {
            return Optional.empty();
        }
        return union(from, to).map(wider -> wider.equals(from) ? vault : wider.text());
    }

    /**
     * As {@link #union}, where an expression means the same over both types: integers are divided as integers, and
     * blanks at the end of a {@code char} are none.
     *
     * @param declared what an expression takes a column for
     * @return empty when there is no such type
     */
    public static Optional<String> unionOfOneKind(String declared, String source) {
        return union(declared, source)
                .filter(union -> Type.of(union).kind().equals(Type.of(declared).kind()));
    }

    /** Whether a vault's column of a type holds each value of a source's type, none of them changed. */
    public static boolean holds(String vault, String source) {
        return union(vault, source).filter(vault::equals).isPresent();
    }

    /**
     * Whether a column of the source has the same text for each value after its type was altered, so that keys stay the
     * same keys.
     */
    public static boolean keepsTexts(String former, String present) {
        Type from = Type.of(former);
        Type to = Type.of(present);
        boolean isOfAnotherScale = to.name().equals(ANY_NUMBER) && to.isSized() && to.scale() != from.scale();
        boolean isOfFloats = from.name().equals("real");
        return !isOfAnotherScale && !isOfFloats && holds(present, former);
    }

    private static Optional<Type> union(Type from, Type to) {
        if (from.isNumber() && to.isNumber()) {
            return Optional.of(number(from, to));
        }
        if (from.isCharacters() && to.isCharacters()) {
            return characters(from, to);
        }
        boolean isSame = from.name().equals(to.name());
        if (isSame && TIMES.contains(from.name())) {
            return Optional.of(from.places() >= to.places() ? from : to);
        }
        if (isSame && from.name().equals("varbit")) {
            return Optional.of(from.isSized() && (!to.isSized() || to.size() > from.size()) ? to : from);
        }
        return from.name().equals("double precision") && to.name().equals("real")
                ? Optional.of(from)
                : Optional.empty();
    }

    private static Type number(Type from, Type to) {
        if (from.isAnyNumber() || (!to.isAnyNumber() && to.scale() <= from.scale() && to.hasNoMoreDigits(from))) {
            return from;
        }
        if (from.isInteger() && to.isInteger()) {
            return to;
        }
        // A larger scale would write the values that are there with more digits.
        int digits = Math.max(from.wholeDigits(), to.wholeDigits()) + from.scale();
        return to.isAnyNumber() || to.scale() > from.scale() || digits > MOST_DIGITS
                ? new Type(ANY_NUMBER, NO_SIZE, 0, from.array())
                : new Type(ANY_NUMBER, digits, from.scale(), from.array());
    }

    /** Blanks at the end of a {@code char} have no place in its text. */
    private static Optional<Type> characters(Type from, Type to) {
        if (!from.isSized()) {
            return Optional.of(from);
        }
        if (to.isSized()
                && to.size() <= from.size()
                && (from.name().equals("varchar") || to.name().equals("char"))) {
            return Optional.of(from);
        }
        if (to.name().equals("char") && !from.name().equals("char")) {
            return Optional.empty();
        }
        return Optional.of(to.isSized() ? new Type(to.name(), Math.max(to.size(), from.size()), 0, from.array()) : to);
    }

    /**
     * A type in parts.
     *
     * @param size -1 without one
     * @param array what follows: brackets, if it is one of arrays
     */
    private record Type(String name, int size, int scale, String array) {

        private static final Pattern PARTS = Pattern.compile(
                "(.+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(-?\\d+)\\s*)?\\))?(\\s+with(?:out)? time zone)?((?:\\[\\d*\\])*)");

        static Type of(String written) {
            Matcher parts = PARTS.matcher(written.strip());
            if (!parts.matches()) {
                return new Type(written, NO_SIZE, 0, "");
            }
            String zone = parts.group(4) == null ? "" : " " + parts.group(4).strip();
            String name = parts.group(1) + zone;
            String lower = name.toLowerCase(Locale.ROOT);
            int size = parts.group(2) == null ? NO_SIZE : Integer.parseInt(parts.group(2));
            int scale = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
            String known = SHORT_NAMES.getOrDefault(lower, name.startsWith("\"") ? name : lower);
            boolean isOneCharacter = known.equals("char") && size == NO_SIZE;
            return new Type(
                    known, isOneCharacter ? 1 : size, scale, parts.group(5).isEmpty() ? "" : "[]");
        }

        boolean isArray() {
            return !array.isEmpty();
        }

        boolean isSized() {
            return size != NO_SIZE;
        }

        boolean isAnyText() {
            return !isArray() && (name.equals(ANY_TEXT) || (name.equals("varchar") && !isSized()));
        }

        boolean isInteger() {
            return INTEGERS.contains(name);
        }

        boolean isNumber() {
            return isInteger() || name.equals(ANY_NUMBER);
        }

        boolean isAnyNumber() {
            return name.equals(ANY_NUMBER) && !isSized();
        }

        boolean isCharacters() {
            return name.equals("varchar") || name.equals("char") || name.equals(ANY_TEXT);
        }

        String kind() {
            String kind = isInteger() ? INTEGERS.get(0) : name.equals("varchar") ? ANY_TEXT : name;
            return kind + array;
        }

        /** Digits before the point that each value has room for. */
        int wholeDigits() {
            return isInteger() ? DIGITS.get(INTEGERS.indexOf(name)) : size - scale;
        }

        /** Of integers the largest begin with 3, 2 or 9: not each number of as many digits is one. */
        boolean hasNoMoreDigits(Type other) {
            return (other.isInteger() && !isInteger())
                    ? wholeDigits() < other.wholeDigits()
                    : wholeDigits() <= other.wholeDigits();
        }

        /** Digits after the second's point. */
        int places() {
            return isSized() ? size : MICROSECONDS;
        }

        String text() {
            String sized = isSized()
                    ? name + "(" + size + (name.equals(ANY_NUMBER) && scale != 0 ? "," + scale : "") + ")"
                    : name;
            return sized + array;
        }
    }
}

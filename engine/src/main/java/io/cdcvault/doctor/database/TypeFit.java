package io.cdcvault.doctor.database;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a vault's column can hold every value of a source's column, as far as the types' names show. */
public final class TypeFit {

    private static final Pattern SIZED = Pattern.compile("(.+?)\\((\\d+)(?:,\\s*(-?\\d+))?\\)(.*)");
    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final List<String> CHARACTERS = List.of("character", "character varying");

    private TypeFit() {}

    /**
     * Whether no value of the source's type is too large for the vault's; true when the names do not show it.
     *
     * @param source as {@code format_type} writes it
     * @param vault the same
     */
    public static boolean fits(String source, String vault) {
        Sized from = Sized.of(source);
        Sized to = Sized.of(vault);
        if (INTEGERS.contains(from.name()) && INTEGERS.contains(to.name())) {
            return INTEGERS.indexOf(from.name()) <= INTEGERS.indexOf(to.name());
        }
        if (CHARACTERS.contains(to.name()) && to.size() > 0) {
            return (CHARACTERS.contains(from.name()) && from.size() > 0 && from.size() <= to.size())
                    || !(CHARACTERS.contains(from.name()) || from.name().equals("text"));
        }
        if (from.name().equals("numeric") && to.name().equals("numeric") && to.size() > 0) {
            return from.size() > 0
                    && from.size() - from.scale() <= to.size() - to.scale()
                    && from.scale() <= to.scale();
        }
        return true;
    }

    /** @param size 0 without one */
    private record Sized(String name, int size, int scale) {

        static Sized of(String type) {
            Matcher matcher = SIZED.matcher(type.strip().toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                return new Sized(type.strip().toLowerCase(Locale.ROOT), 0, 0);
            }
            String scale = matcher.group(3);
            return new Sized(
                    matcher.group(1) + matcher.group(4),
                    Integer.parseInt(matcher.group(2)),
                    scale == null ? 0 : Integer.parseInt(scale));
        }
    }
}

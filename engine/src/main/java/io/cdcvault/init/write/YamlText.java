package io.cdcvault.init.write;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as scalars of YAML that the model language takes to the letter. */
final class YamlText {

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_ ]*(\\([0-9, ]+\\))?[a-z ]*(\\[])*");

    /** What editors colour as something else than a text. */
    private static final List<String> OTHER = List.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private YamlText() {}

    /** A name, as a key or a value, in any place. */
    static String name(String text) {
        return WORD.matcher(text).matches() && !OTHER.contains(text.toLowerCase(Locale.ROOT)) ? text : quoted(text);
    }

    /** A type, as a value on a line of its own. */
    static String type(String text) {
        return TYPE.matcher(text).matches() ? text : quoted(text);
    }

    /** A type, as a value among others on one line. */
    static String flowType(String text) {
        return text.matches("[a-z][a-z0-9_ ]*(\\([0-9]+\\))?[a-z ]*") ? text : quoted(text);
    }

    /** A source's column, as a value: what the language would take for an expression stands in double quotes. */
    static String sourceColumn(String column) {
        return WORD.matcher(column).matches() ? name(column) : quoted("\"" + column.replace("\"", "\"\"") + "\"");
    }

    /** A source's table, as a key. */
    static String part(String name) {
        return WORD.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** A mapping on one line. */
    static String flow(Map<String, String> written) {
        return written.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    static String quoted(String text) {
        return text.codePoints().allMatch(YamlText::isOrdinary)
                ? "'" + text.replace("'", "''") + "'"
                : text.codePoints().mapToObj(YamlText::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    /** Whether a character can stand in a file and in a comment as it is. */
    static boolean isOrdinary(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> letter == ' ';
            default -> true;
        };
    }

    private static String escaped(int letter) {
        if (letter == '"' || letter == '\\') {
            return "\\" + (char) letter;
        }
        if (isOrdinary(letter)) {
            return Character.toString(letter);
        }
        return letter > 0xffff ? String.format("\\U%08x", letter) : String.format("\\u%04x", letter);
    }
}

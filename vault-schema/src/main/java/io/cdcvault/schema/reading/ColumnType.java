package io.cdcvault.schema.reading;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a text looks like a PostgreSQL type. Whether the type exists, only a database knows. */
final class ColumnType {

    private static final String IDENTIFIER = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final String MODIFIER = "(?:\\s*\\([\\p{L}\\p{N}_\\s,.+-]+\\))?";
    private static final Pattern TYPE = Pattern.compile(IDENTIFIER + "(?:\\." + IDENTIFIER + "){0,2}(?:\\s+"
            + IDENTIFIER + "){0,4}" + MODIFIER + "(?:\\s+" + IDENTIFIER + "){0,4}(?:\\s*\\[\\d*])*");
    private static final Pattern CONSTRAINT = Pattern.compile(
            "(?i).*\\b(not|null|default|primary|unique|references|check|collate|generated|constraint)\\b.*");
    private static final List<String> SERIALS =
            List.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");

    private ColumnType() {}

    /** What is wrong with it, if anything. */
    static Optional<String> complaint(String type) {
        if (type.indexOf('(') >= 0 && type.indexOf(')') < 0) {
            return Optional.of("Unclosed bracket in the type " + type + ", expected quotes around a type with a comma,"
                    + " such as \"numeric(10,2)\"");
        }
        String lower = type.strip().toLowerCase(java.util.Locale.ROOT);
        if (SERIALS.contains(lower)) {
            return Optional.of(
                    "The type " + type + " makes a sequence, expected the type of its values, such as integer");
        }
        if (!type.contains("\"") && CONSTRAINT.matcher(type).matches()) {
            return Optional.of("Expected a type alone, without constraints, found \"" + type + "\"");
        }
        return TYPE.matcher(type.strip()).matches()
                ? Optional.empty()
                : Optional.of("Expected a PostgreSQL type such as varchar(20), found \"" + type + "\"");
    }
}

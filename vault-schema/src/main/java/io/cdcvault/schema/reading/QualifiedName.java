package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.TableName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code schema.table} as one writes it: a part in double quotes may hold dots, and {@code ""} for a quote. */
final class QualifiedName {

    private static final String PART = "(\"(?:[^\"]|\"\")+\"|[^\".]+)";
    static final Pattern NAME = Pattern.compile(PART + "\\." + PART);

    private QualifiedName() {}

    /** Empty when the text is no qualified name. Case is kept, with and without quotes. */
    static Optional<TableName> parse(String text) {
        Matcher matcher = NAME.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new TableName(unquoted(matcher.group(1)), unquoted(matcher.group(2))))
                : Optional.empty();
    }

    private static String unquoted(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }
}

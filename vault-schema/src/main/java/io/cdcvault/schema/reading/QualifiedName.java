package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.TableName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code schema.table} as one writes it: a part in double quotes may hold dots, and {@code ""} for a quote. Of several
 * sources one is named in front, as {@code source:schema.table}.
 */
final class QualifiedName {

    private static final String PART = "(\"(?:[^\"]|\"\")+\"|[^\".]+)";
    static final Pattern NAME = Pattern.compile(PART + "\\." + PART);
    /** In front of a table's name, with a colon behind: which of several sources has it. */
    static final String SOURCE = "[a-z][a-z0-9_]{0,29}";

    private static final Pattern WITH_SOURCE = Pattern.compile("(" + SOURCE + "):(.*)", Pattern.DOTALL);

    private QualifiedName() {}

    /** Empty when the text is no qualified name. Case is kept, with and without quotes. */
    static Optional<TableName> parse(String text) {
        Matcher matcher = WITH_SOURCE.matcher(text.strip());
        return matcher.matches()
                ? ofOneSource(matcher.group(2)).map(table -> table.of(matcher.group(1)))
                : ofOneSource(text);
    }

    /** Likewise, where the source is known: the text cannot name one. */
    static Optional<TableName> ofOneSource(String text) {
        Matcher matcher = NAME.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new TableName(unquoted(matcher.group(1)), unquoted(matcher.group(2))))
                : Optional.empty();
    }

    private static String unquoted(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }
}

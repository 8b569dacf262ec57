package io.cdcvault.database;

import io.cdcvault.schema.model.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as they are written in SQL. */
public final class Identifiers {

    private Identifiers() {}

    /** In double quotes, so that any name is taken to the letter. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** With its schema. */
    public static String quoted(TableName table) {
        return qualified(table.schema(), table.table());
    }

    /** As {@link #quoted(TableName)}, for what is no table of the source. */
    public static String qualified(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    /** With their schemas, separated by commas. */
    public static String list(Collection<TableName> tables) {
        return tables.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
    }

    /** A text in single quotes. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

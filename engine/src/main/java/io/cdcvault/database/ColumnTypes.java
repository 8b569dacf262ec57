package io.cdcvault.database;

import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The types of a table's columns, as SQL. */
public final class ColumnTypes {

    private static final String TYPES =
            """
            select a.attname, quote_ident(n.nspname) || '.' || quote_ident(t.typname), format_type(a.atttypid, a.atttypmod)
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            join pg_namespace s on s.oid = c.relnamespace
            join pg_type t on t.oid = a.atttypid
            join pg_namespace n on n.oid = t.typnamespace
            where s.nspname = ? and c.relname = ? and a.attnum > 0 and not a.attisdropped
            order by a.attnum""";

    private ColumnTypes() {}

    /**
     * A column's type.
     *
     * @param ofAnyLength the type without its length or precision, to which a cast changes no value
     * @param whole as the column has it
     */
    public record Type(String ofAnyLength, String whole) {}

    /** By column, in the table's order; none when there is no such table. */
    public static Map<String, Type> of(TableName table, Connection connection) throws SQLException {
        Map<String, Type> types = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet column = statement.executeQuery()) {
                while (column.next()) {
                    types.put(column.getString(1), new Type(column.getString(2), column.getString(3)));
                }
            }
        }
        return types;
    }
}

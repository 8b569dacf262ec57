package io.cdcvault.database;

import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The columns of published tables that the replication stream does not carry, so that a snapshot must not either. */
public final class UnpublishedColumns {

    /** A generated column, or one that the publication's column list leaves out. */
    private static final String UNPUBLISHED =
            """
            select p.schemaname, p.tablename, a.attname
            from pg_publication_tables p
            join pg_namespace n on n.nspname = p.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where p.pubname = ? and case
              -- Before version 18 none is published, though the view of version 15 lists them.
              when a.attgenerated <> '' and current_setting('server_version_num')::integer < 180000 then true
              -- From version 15 on the view lists the columns; before, all others are published.
              else not coalesce(to_jsonb(p) -> 'attnames' @> to_jsonb(a.attname::text), true) end
            order by a.attnum""";

    private UnpublishedColumns() {}

    /** By table, in the table's order; without tables of which all columns are published. */
    public static Map<TableName, List<String>> of(String publication, Connection connection) throws SQLException {
        Map<TableName, List<String>> columns = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(UNPUBLISHED)) {
            statement.setString(1, publication);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.computeIfAbsent(
                                    new TableName(row.getString(1), row.getString(2)), table -> new ArrayList<>())
                            .add(row.getString(3));
                }
            }
        }
        return columns;
    }
}

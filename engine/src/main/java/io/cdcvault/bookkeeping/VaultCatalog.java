package io.cdcvault.bookkeeping;

import io.cdcvault.schema.ddl.ExistingColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What the warehouse's catalog says of a vault's schema. */
public final class VaultCatalog {

    private static final String COLUMNS =
            """
            select c.relname, a.attname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where n.nspname = :schema and c.relkind in ('r', 'p', 'v', 'i', 'I')
            order by c.relname, a.attnum""";

    private static final String TYPES =
            """
            select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid and t.typnamespace = 'pg_catalog'::regnamespace
            where n.nspname = :schema and c.relkind in ('r', 'p')""";

    private static final String FUNCTIONS =
            """
            select p.proname, p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = :schema""";

    private VaultCatalog() {}

    /**
     * PostgreSQL's own types among those of the columns of the schema's tables, by table and name, as
     * {@code format_type} writes them.
     *
     * @throws SQLException when the warehouse does not answer
     */
    public static Map<String, Map<String, String>> types(Connection connection, String schema) throws SQLException {
        Map<String, Map<String, String>> types = new HashMap<>();
        for (Record row : new Books(connection).fetch(NamedText.resultQuery(TYPES, DSL.param("schema", schema)))) {
            types.computeIfAbsent(row.get(0, String.class), table -> new HashMap<>())
                    .put(row.get(1, String.class), row.get(2, String.class));
        }
        return types;
    }

    /**
     * Of the schema's tables, views and indexes, and the bodies of its functions.
     *
     * @throws SQLException when the warehouse does not answer
     */
    public static ExistingColumns columns(Connection connection, String schema) throws SQLException {
        Map<String, List<String>> columns = new HashMap<>();
        for (Record row : new Books(connection).fetch(NamedText.resultQuery(COLUMNS, DSL.param("schema", schema)))) {
            columns.computeIfAbsent(row.get(0, String.class), relation -> new ArrayList<>())
                    .add(row.get(1, String.class));
        }
        Map<String, Set<String>> functions = new HashMap<>();
        for (Record row : new Books(connection).fetch(NamedText.resultQuery(FUNCTIONS, DSL.param("schema", schema)))) {
            functions
                    .computeIfAbsent(row.get(0, String.class), name -> new HashSet<>())
                    .add(row.get(1, String.class));
        }
        return new ExistingColumns(columns, functions);
    }
}

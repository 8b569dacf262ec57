package io.cdcvault.capture.source;

import io.cdcvault.schema.model.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the master's catalog says about tables that capturing must treat in a particular way. */
public final class SourceCatalog {

    private static final String IDENTITY_INDEXES =
            """
            select n.nspname, c.relname, a.attname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_index i on i.indrelid = c.oid and i.indisreplident and not i.indisprimary
            cross join unnest(i.indkey) with ordinality as k(attnum, position)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
            where c.relreplident = 'i' and k.position <= i.indnkeyatts
            order by k.position""";

    private static final String FULL_IDENTITIES =
            """
            select n.nspname, c.relname, a.attname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_index i on i.indrelid = c.oid and i.indisprimary
            join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
            where c.relreplident = 'f'""";

    private static final String PRIMARY_KEYS =
            """
            select n.nspname, c.relname, a.attname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_index i on i.indrelid = c.oid and i.indisprimary
            cross join unnest(i.indkey) with ordinality as k(attnum, position)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
            where n.nspname = ? and k.position <= i.indnkeyatts
            order by k.position""";

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

    private static final String PARENTS =
            """
            select n.nspname, c.relname, a.attname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relkind = 'r' and exists (select 1 from pg_inherits i where i.inhparent = c.oid)
            order by a.attnum""";

    private final SourceDatabase database;

    SourceCatalog(SourceDatabase database) {
        this.database = database;
    }

    /** For tables whose replica identity is an index other than the primary key's, the index's columns. */
    public Map<TableName, List<String>> identityIndexes() {
        return database.query("read the replica identities", IDENTITY_INDEXES, null, SourceCatalog::columns);
    }

    /** Of tables with replica identity full, the primary keys. */
    public Map<TableName, List<String>> primaryKeysUnderFullIdentity() {
        return database.query("read the replica identities", FULL_IDENTITIES, null, SourceCatalog::columns);
    }

    /** The columns of a table's primary key; none when it has none. */
    public List<String> primaryKey(TableName table) {
        return database.query("read the primary key", PRIMARY_KEYS, table.schema(), SourceCatalog::columns)
                .getOrDefault(table, List.of());
    }

    /** By table, the columns that the publication leaves out. */
    public Map<TableName, List<String>> unpublishedColumns(String publication) {
        return database.query("read the published columns", UNPUBLISHED, publication, SourceCatalog::columns);
    }

    /** Tables, not partitioned, that others inherit from, with all their columns. */
    public Map<TableName, List<String>> parents() {
        return database.query("read the inheritance", PARENTS, null, SourceCatalog::columns);
    }

    private static Map<TableName, List<String>> columns(ResultSet rows) throws SQLException {
        Map<TableName, List<String>> columns = new TreeMap<>();
        while (rows.next()) {
            TableName table = new TableName(rows.getString(1), rows.getString(2));
            columns.computeIfAbsent(table, name -> new ArrayList<>()).add(rows.getString(3));
        }
        return columns;
    }
}

package io.cdcvault.capture.source;

import io.cdcvault.database.UnpublishedColumns;
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
        return database.ask("read the published columns", connection -> UnpublishedColumns.of(publication, connection));
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

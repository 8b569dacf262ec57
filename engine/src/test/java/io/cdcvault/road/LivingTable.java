package io.cdcvault.road;

import io.cdcvault.schema.model.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A table of the source as its catalog shows it at the moment.
 *
 * @param primaryKey its columns; none when there is no such key
 * @param unique columns of any of its keys
 * @param references to other tables, those of several columns first
 * @param isReferred whether another table refers to it
 * @param partitionedBy the column whose ranges its partitions hold
 * @param isFull whether the log holds whole rows
 */
record LivingTable(
        TableName name,
        List<LivingColumn> columns,
        List<String> primaryKey,
        Set<String> unique,
        List<Reference> references,
        boolean isReferred,
        Optional<String> partitionedBy,
        boolean isFull) {

    private static final String TABLES =
            """
            select c.oid, n.nspname, c.relname, c.relreplident = 'f',
              exists (select from pg_constraint f where f.confrelid = c.oid and f.contype = 'f' and f.conrelid <> c.oid),
              (select a.attname from pg_partitioned_table p
                join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0] where p.partrelid = c.oid),
              (select array_agg(a.attname::text order by k.nth) from pg_index i
                cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, nth)
                join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
                where i.indrelid = c.oid and i.indisprimary),
              (select array_agg(distinct a.attname::text) from pg_index i
                cross join lateral unnest(i.indkey::int2[]) as k (attnum)
                join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
                where i.indrelid = c.oid and i.indisunique)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any (?) and c.relkind in ('r', 'p') order by 2, 3""";

    private static final String COLUMNS =
            """
            select a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod, a.attnotnull,
              a.attgenerated, a.attidentity, a.atthasdef
            from pg_attribute a where a.attrelid = ? and a.attnum > 0 and not a.attisdropped order by a.attnum""";

    private static final String REFERENCES =
            """
            select n.nspname, t.relname,
              (select array_agg(a.attname::text order by k.nth) from unnest(f.conkey) with ordinality as k (attnum, nth)
                join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum),
              (select array_agg(a.attname::text order by k.nth) from unnest(f.confkey) with ordinality as k (attnum, nth)
                join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum)
            from pg_constraint f join pg_class t on t.oid = f.confrelid join pg_namespace n on n.oid = t.relnamespace
            where f.conrelid = ? and f.contype = 'f' and f.conparentid = 0
            order by cardinality(f.conkey) desc, f.oid""";

    /**
     * A column.
     *
     * @param type as a statement says it
     * @param generated {@code s} or {@code v}, empty when it is none
     * @param isAssignable whether statements may give it values
     */
    record LivingColumn(
            String name,
            String type,
            long typeOid,
            int modifier,
            boolean isNotNull,
            String generated,
            boolean isAssignable,
            boolean hasDefault) {}

    /** A foreign key. */
    record Reference(List<String> columns, TableName target, List<String> targetColumns) {}

    /** Those of some tables that are there, in an order that does not change. */
    static List<LivingTable> read(Connection connection, Collection<TableName> names) throws SQLException {
        List<LivingTable> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            names.stream().map(TableName::schema).distinct().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableName name = new TableName(rows.getString(2), rows.getString(3));
                    if (names.contains(name)) {
                        tables.add(new LivingTable(
                                name,
                                columns(connection, rows.getLong(1)),
                                strings(rows.getArray(7)),
                                new HashSet<>(strings(rows.getArray(8))),
                                references(connection, rows.getLong(1)),
                                rows.getBoolean(5),
                                Optional.ofNullable(rows.getString(6)),
                                rows.getBoolean(4)));
                    }
                }
            }
        }
        return tables;
    }

    private static List<LivingColumn> columns(Connection connection, long table) throws SQLException {
        List<LivingColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new LivingColumn(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getInt(4),
                            rows.getBoolean(5),
                            rows.getString(6),
                            rows.getString(6).isEmpty() && !rows.getString(7).equals("a"),
                            rows.getBoolean(8) || !rows.getString(7).isEmpty()));
                }
            }
        }
        return columns;
    }

    private static List<Reference> references(Connection connection, long table) throws SQLException {
        List<Reference> references = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(REFERENCES)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    references.add(new Reference(
                            strings(rows.getArray(3)),
                            new TableName(rows.getString(1), rows.getString(2)),
                            strings(rows.getArray(4))));
                }
            }
        }
        return references;
    }

    private static List<String> strings(Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    String sql() {
        return quoted(name);
    }

    LivingColumn column(String called) {
        return columns.stream()
                .filter(column -> column.name().equals(called))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a column is a part of a key or of a reference. */
    boolean isStructural(String column) {
        return unique.contains(column)
                || partitionedBy.filter(column::equals).isPresent()
                || references.stream().anyMatch(each -> each.columns().contains(column));
    }

    /** In any case of its letters: the connector refuses tables with two columns that differ in nothing else. */
    boolean hasColumn(String called) {
        return columns.stream()
                .anyMatch(column -> column.name().toLowerCase(Locale.ROOT).equals(called.toLowerCase(Locale.ROOT)));
    }

    static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.table());
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}

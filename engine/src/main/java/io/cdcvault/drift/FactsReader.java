package io.cdcvault.drift;

import io.cdcvault.schema.model.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads from the master's catalog how tables are published, in one query. Locks nothing and needs no privilege. */
public final class FactsReader {

    private static final int PUBLISHES_SCHEMAS = 150_000;

    private static final String SCHEMA_MEMBERSHIP =
            """
            (select 'schema ' || s.oid from pg_publication_namespace s join publication p on p.oid = s.pnpubid
              where s.pnnspid = w.relnamespace),""";

    /** The columns of a table that is published with a list of them, by number. */
    private static final String COLUMN_LIST =
            """
            select r.prattrs::int2[] from pg_publication_rel r join publication p on p.oid = r.prpubid
              where r.prrelid = w.oid""";

    /**
     * One row a table, also for those that do not exist. {@code xmin} of a catalog's row shows that an administrator
     * has changed it, even when it is as before again.
     *
     * <p>A partition was <i>born</i> as one, and so was empty then, when it and its place in the tree were made by one
     * command: attaching a table writes its columns again.
     *
     * <p>What {@link Gaps} compares is read from tables, which a query sees as of one moment, and not from functions
     * such as {@code pg_relation_filenode}, which see what was committed since: a rewrite would show its new file in
     * one look and its new columns in the next, and neither look would find both changed. The same holds for the
     * columns that are published: a column that is dropped meanwhile would be there, and missing in the view
     * {@code pg_publication_tables}, which is made by a function.
     */
    private static final String QUERY =
            """
            with publication as (
              select p.oid, p.oid || ' ' || p.xmin as version, p.pubviaroot, p.puballtables,
                p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate as whole
              from pg_publication p where p.pubname = ?),
            published as (select v.* from pg_publication_tables v where v.pubname = ?),
            wanted as (
              select w.schema, w.name, n.oid as namespace, c.*
              from unnest(?::text[], ?::text[]) as w (schema, name)
              left join pg_namespace n on n.nspname = w.schema
              left join lateral (
                select oid, relkind, relpersistence, relreplident, relnamespace, relfilenode from pg_class
                where relnamespace = n.oid and relname = w.name) c on true)
            select w.schema, w.name, jsonb_build_object(
              'oid', w.oid::text, 'kind', w.relkind, 'persistence', w.relpersistence, 'identity', w.relreplident,
              'file', nullif(w.relfilenode, 0)::text,
              'unlogged_references', case when w.relpersistence = 'u' then (
                with recursive referred as (
                  select w.oid, 0 as depth, array[w.oid] as path
                  union all
                  select k.confrelid, r.depth + 1, r.path || k.confrelid
                  from referred r join pg_constraint k on k.conrelid = r.oid and k.contype = 'f'
                  join pg_class u on u.oid = k.confrelid and u.relpersistence = 'u'
                  where k.confrelid <> all (r.path))
                select jsonb_agg(f.name order by f.depth desc, f.name) from (
                  select format('%%I.%%I', un.nspname, u.relname) as name, max(r.depth) as depth
                  from referred r join pg_class u on u.oid = r.oid join pg_namespace un on un.oid = u.relnamespace
                  where r.depth > 0 group by 1) f) end,
              'publication', (select jsonb_build_object('version', version, 'whole', whole, 'via_root', pubviaroot)
                from publication),
              'membership', coalesce(
                (select 'table ' || r.oid from pg_publication_rel r join publication p on p.oid = r.prpubid
                  where r.prrelid = w.oid),
                %s
                (select 'all' from publication where puballtables)),
              'published', v.pubname is not null, 'filter', to_jsonb(v) ->> 'rowfilter',
              'hidden', row_security_active(w.oid),
              'readable', has_schema_privilege(w.namespace, 'usage') and (has_table_privilege(w.oid, 'select')
                -- What the publication leaves out need not be readable.
                or not exists (select from pg_attribute a where a.attrelid = w.oid and a.attnum > 0
                  and not a.attisdropped and (list.numbers is null or a.attnum = any (list.numbers))
                  and not has_column_privilege(w.oid, a.attnum, 'select'))),
              'columns', (select jsonb_object_agg(a.attname, jsonb_build_object(
                  'number', a.attnum, 'type', a.atttypid::text, 'modifier', a.atttypmod, 'version', a.xmin::text,
                  'declared', case when t.typbasetype = 0 then format_type(a.atttypid, a.atttypmod)
                    else format_type(t.typbasetype, t.typtypmod) end,
                  'generated', a.attgenerated,
                  'filled', a.atthasdef or a.attidentity <> '' or coalesce(a.attname = any (kept.names), false),
                  'published', case
                    -- Before version 18 none is published, though the view of version 15 lists them.
                    when a.attgenerated <> '' and current_setting('server_version_num')::integer < 180000 then false
                    when list.numbers is not null then a.attnum = any (list.numbers)
                    when a.attgenerated = '' then true
                    else coalesce(to_jsonb(v) -> 'attnames' @> to_jsonb(a.attname::text), false) end))
                from pg_attribute a join pg_type t on t.oid = a.atttypid cross join (
                  -- The value of rows that were there stays when the default is dropped at once.
                  with recursive tree as (
                    select w.oid as relid
                    union all
                    select h.inhrelid from tree join pg_inherits h on h.inhparent = tree.relid where w.relkind = 'p')
                  select array_agg(distinct m.attname) as names
                  from tree join pg_attribute m on m.attrelid = tree.relid where m.atthasmissing) kept
                where a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped),
              'keys', (select jsonb_agg(jsonb_build_object(
                  'columns', k.columns, 'nullable', k.nullable and not coalesce(
                    (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
                  'immediate', i.indimmediate, 'primary', i.indisprimary, 'identity', i.indisreplident)
                  order by i.indexrelid)
                from pg_index i cross join lateral (
                  select array_agg(a.attname order by x.position) as columns, bool_or(not a.attnotnull) as nullable
                  from unnest(i.indkey) with ordinality as x (attnum, position)
                  join pg_attribute a on a.attrelid = w.oid and a.attnum = x.attnum
                  where x.position <= i.indnkeyatts) k
                where i.indrelid = w.oid and i.indisunique and i.indisvalid and i.indpred is null
                  and i.indexprs is null),
              'partitions', (
                with recursive tree as (
                  select inhrelid as relid from pg_inherits where inhparent = w.oid and w.relkind = 'p'
                  union all
                  select h.inhrelid from tree join pg_inherits h on h.inhparent = tree.relid)
                select jsonb_object_agg(r.oid::text, jsonb_build_object(
                  'name', r.oid::regclass::text, 'file', nullif(r.relfilenode, 0)::text,
                  'persistence', r.relpersistence,
                  'attachment', (select h.xmin::text from pg_inherits h where h.inhrelid = r.oid),
                  'born', (select bool_and(own.xmin = h.xmin and first.xmin = h.xmin and first.cmin = own.cmin)
                    from pg_inherits h
                    join pg_attribute own on own.attrelid = r.oid and own.attname = 'ctid'
                    join pg_attribute first on first.attrelid = r.oid and first.attnum = 1
                    where h.inhrelid = r.oid),
                  'identified', r.relkind = 'p' or case r.relreplident when 'f' then true when 'n' then false
                    else exists (select from pg_index i where i.indrelid = r.oid and i.indimmediate
                      and i.indisvalid and case r.relreplident when 'd' then i.indisprimary else i.indisreplident end)
                    end))
                from tree join pg_class r on r.oid = tree.relid))
            from wanted w
            left join lateral (select (%s) as numbers) list on true
            left join published v on v.schemaname = w.schema and v.tablename = w.name""";

    private FactsReader() {}

    /**
     * Reads the facts of some tables.
     *
     * @param connection outside a transaction, so that it sees the present
     * @param publication by which they are or shall be published
     */
    public static Map<TableName, TableFacts> read(
            Connection connection, String publication, Collection<TableName> tables) throws SQLException {
        boolean knowsSchemas = connection.getMetaData().getDatabaseMajorVersion() * 10_000 >= PUBLISHES_SCHEMAS;
        try (PreparedStatement statement = connection.prepareStatement(
                QUERY.formatted(knowsSchemas ? SCHEMA_MEMBERSHIP : "", knowsSchemas ? COLUMN_LIST : "null::int2[]"))) {
            statement.setString(1, publication);
            statement.setString(2, publication);
            statement.setArray(3, names(connection, tables, TableName::schema));
            statement.setArray(4, names(connection, tables, TableName::table));
            try (ResultSet rows = statement.executeQuery()) {
                Map<TableName, TableFacts> facts = new TreeMap<>();
                while (rows.next()) {
                    facts.put(new TableName(rows.getString(1), rows.getString(2)), TableFacts.parse(rows.getString(3)));
                }
                return facts;
            }
        }
    }

    private static Array names(Connection connection, Collection<TableName> tables, Function<TableName, String> name)
            throws SQLException {
        return connection.createArrayOf("text", tables.stream().map(name).toArray());
    }
}

package io.cdcvault.catalog;

/** The queries of the catalog. Each returns the objects of all tables, in an order that does not depend on OIDs. */
final class CatalogSql {

    /**
     * Without partitions, which belong to their root, and without what the server and cdc-vault keep for themselves.
     */
    private static final String WANTED =
            """
            select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and c.relpersistence <> 't'
              and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'cdc_vault')""";

    /** A partition is identified as the drift's facts say it. */
    static final String TABLES =
            """
            select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind as kind,
              c.relpersistence as persistence, c.relreplident as identity,
              c.relkind in ('r', 'p') and row_security_active(c.oid) as hidden,
              (select e.extname from pg_depend d join pg_extension e on e.oid = d.refobjid
                where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
                  and d.refclassid = 'pg_extension'::regclass limit 1) as extension,
              (select case
                  when bool_or(p.relpersistence = 'u') then 'has an unlogged partition'
                  when bool_or(p.relkind = 'f') then 'has a foreign table as a partition'
                  when bool_or(p.relkind = 'r' and p.relreplident <> 'f' and not exists (
                    select from pg_index i where i.indrelid = p.oid and i.indimmediate and i.indisvalid
                      and case p.relreplident when 'd' then i.indisprimary else i.indisreplident end))
                    then 'has a partition without a usable replica identity' end
                from pg_partition_tree(c.oid) t join pg_class p on p.oid = t.relid where t.relid <> c.oid) as partitions
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.oid in (%s)
            order by 2, 3"""
                    .formatted(WANTED);

    static final String COLUMNS =
            """
            select a.attrelid::text as "table", a.attname as name, a.atttypid::text as type_oid,
              format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null, a.attgenerated as generated,
              a.attidentity <> '' or a.attgenerated = '' and coalesce(
                pg_get_expr(d.adbin, d.adrelid) ~ '(^nextval\\(|uuid)', false) as counted
            from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attnum > 0 and not a.attisdropped and a.attrelid in (%s)
            order by a.attrelid, a.attnum"""
                    .formatted(WANTED);

    static final String KEYS =
            """
            select i.indrelid::text as "table", c.relname as name, i.indisprimary as primary,
              i.indimmediate as immediate, i.indisreplident as identity,
              i.indpred is null and i.indexprs is null as whole,
              coalesce((select array_agg(a.attname::text order by k.position)
                from unnest(i.indkey) with ordinality as k (attnum, position)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                where k.position <= i.indnkeyatts and k.attnum > 0), '{}') as columns
            from pg_index i join pg_class c on c.oid = i.indexrelid
            where i.indisunique and i.indisvalid and i.indrelid in (%s)
            order by i.indrelid, not i.indisprimary, c.relname"""
                    .formatted(WANTED);

    /** Those that a partition has from its root, or has because its target is partitioned, have a parent. */
    static final String FOREIGN_KEYS =
            """
            select k.conrelid::text as "table", k.conname as name, n.nspname as target_schema, t.relname as target,
              (select array_agg(a.attname::text order by x.position)
                from unnest(k.conkey) with ordinality as x (attnum, position)
                join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.attnum) as columns,
              (select array_agg(a.attname::text order by x.position)
                from unnest(k.confkey) with ordinality as x (attnum, position)
                join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.attnum) as target_columns
            from pg_constraint k join pg_class t on t.oid = k.confrelid join pg_namespace n on n.oid = t.relnamespace
            where k.contype = 'f' and k.conparentid = 0 and k.conrelid in (%s)
            order by k.conrelid, k.conkey, k.conname"""
                    .formatted(WANTED);

    static final String TYPES =
            """
            select t.oid::text as oid, t.typtype as kind, t.typbasetype::text as base_oid,
              coalesce(format_type(nullif(t.typbasetype, 0), t.typtypmod), '') as base,
              coalesce(e.oid::text, '') as element_oid,
              exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid
                and d.deptype = 'e') as of_extension
            from pg_type t left join pg_type e on e.typarray = t.oid
            -- What initdb makes has lower numbers; of that only domains are not held as they are.
            where t.oid >= 16384 or t.typtype = 'd' or e.typtype = 'd'""";

    private CatalogSql() {}
}

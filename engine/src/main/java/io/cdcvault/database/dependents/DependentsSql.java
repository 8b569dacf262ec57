package io.cdcvault.database.dependents;

/** The queries over PostgreSQL's catalog. They run with an empty search path, so that every name is qualified. */
final class DependentsSql {

    /** A view depends by its rule; that it depends on itself says nothing. */
    private static final String FOUND =
            """
            select distinct d.parent_catalog, d.parent::bigint, o.catalog, o.oid::bigint as oid,
              pg_describe_object(o.catalog::regclass, o.oid, 0) as description,
              case
                when exists (select from pg_depend e where e.classid = o.catalog::regclass and e.objid = o.oid
                  and e.deptype = 'e') then 'it belongs to an extension'
                when exists (select from pg_seclabel l where l.classoid = o.catalog::regclass and l.objoid = o.oid)
                  then 'it has a security label'
                when c.relkind = 'v' and c.relpersistence <> 't' and not p.may_become_owner
                  or r.prokind in ('f', 'p') and not p.may_become_owner
                  then format('it belongs to the role %%s', p.owner::regrole)
                when p.owner is not null and not has_schema_privilege(p.owner, p.namespace, 'create')
                  then format('its owner %%s may not create in its schema', p.owner::regrole)
                when c.relkind = 'v' and c.relpersistence <> 't' then ''
                when r.prokind in ('f', 'p') and to_jsonb(r) ->> 'prosqlbody' is null then ''
                when r.oid is not null then 'its body is parsed when it is created'
                else 'it cannot be created again as it was' end as obstacle
            from (%s) d
            left join pg_rewrite w on d.classid = 'pg_rewrite'::regclass and w.oid = d.objid and w.ev_type = '1'
            cross join lateral (select
              case when w.oid is null then (d.classid::regclass)::text else 'pg_class' end as catalog,
              coalesce(w.ev_class, d.objid) as oid) o
            left join pg_class c on o.catalog = 'pg_class' and c.oid = o.oid
            left join pg_proc r on o.catalog = 'pg_proc' and r.oid = o.oid
            cross join lateral (select coalesce(c.relowner, r.proowner) as owner,
              coalesce(c.relnamespace, r.pronamespace) as namespace,
              -- From version 16 on, to be a member is not enough.
              case when current_setting('server_version_num')::integer < 160000
                then pg_has_role(coalesce(c.relowner, r.proowner), 'member')
                else pg_has_role(coalesce(c.relowner, r.proowner), 'set') end as may_become_owner) p
            where (o.catalog, o.oid) is distinct from (d.parent_catalog, d.parent)""";

    /** PostgreSQL itself makes indexes, constraints and statistics over the column again. */
    static final String OF_COLUMNS = FOUND.formatted(
            """
                    select '' as parent_catalog, d.refobjid as parent, d.classid, d.objid from pg_depend d
                    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                    join pg_class t on t.oid = a.attrelid
                    join pg_namespace n on n.oid = t.relnamespace
                    where d.refclassid = 'pg_class'::regclass and n.nspname = ? and t.relname = ?
                      and a.attname = any (?::text[]) and d.deptype <> 'i'
                      and d.classid not in ('pg_constraint'::regclass, 'pg_statistic_ext'::regclass)
                      and not (d.classid = 'pg_class'::regclass and exists (
                        select from pg_class i where i.oid = d.objid and i.relkind in ('i', 'I', 'S')))""");

    /** Of views, also what uses the type of their rows. */
    static final String OF_OBJECTS = FOUND.formatted(
            """
                    select k.catalog as parent_catalog, k.oid as parent, d.classid, d.objid
                    from unnest(?::text[], ?::oid[]) as k (catalog, oid)
                    join lateral (
                      select k.catalog::regclass as classid, k.oid as objid
                      union all
                      select 'pg_type'::regclass, unnest(array[t.oid, t.typarray]) from pg_type t
                      where k.catalog = 'pg_class' and t.typrelid = k.oid) parts on true
                    join pg_depend d on d.refclassid = parts.classid and d.refobjid = parts.objid
                    where (d.deptype <> 'i' or d.classid = 'pg_rewrite'::regclass) and d.deptype <> 'e'""");

    /** A view or routine: its owner, whether that is who asks, its name, how it is created, what it is called. */
    static final String DEFINITION =
            """
            select c.relowner::regrole::text as owner, pg_get_userbyid(c.relowner) = current_user as is_own,
              format('%I.%I', n.nspname, c.relname) as name,
              format('create view %I.%I%s as %s', n.nspname, c.relname,
                ' with (' || array_to_string(c.reloptions, ', ') || ')', pg_get_viewdef(c.oid)) as creation
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where ? = 'pg_class' and c.oid = ?::oid
            union all
            select p.proowner::regrole::text, pg_get_userbyid(p.proowner) = current_user,
              format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
              pg_get_functiondef(p.oid)
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where ? = 'pg_proc' and p.oid = ?::oid""";

    /** Statements that give it the rights and comments that it has; parameters: catalog, OID, name. */
    static final String PROPERTIES =
            """
            with asked as (select ?::text as catalog, ?::oid as oid, ?::text as name),
            rights as (
              select '' as columns, coalesce(c.relacl, acldefault('r', c.relowner)) as acl
              from asked join pg_class c on catalog = 'pg_class' and c.oid = asked.oid
              union all
              select format(' (%I)', a.attname), a.attacl
              from asked join pg_attribute a on catalog = 'pg_class' and a.attrelid = asked.oid
              where a.attnum > 0 and a.attacl is not null
              union all
              select '', coalesce(p.proacl, acldefault('f', p.proowner))
              from asked join pg_proc p on catalog = 'pg_proc' and p.oid = asked.oid)
            select format('grant %s%s on %s %s to %s%s', a.privilege_type, r.columns,
              case catalog when 'pg_class' then 'table' else 'routine' end, name,
              case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
              case when a.is_grantable then ' with grant option' else '' end)
            from asked cross join rights r cross join aclexplode(r.acl) a
            union all
            select format('comment on %s is %L', case
                when d.objsubid > 0 then format('column %s.%I', name, a.attname)
                when catalog = 'pg_class' then 'view ' || name else 'routine ' || name end, d.description)
            from asked join pg_description d on d.classoid = catalog::regclass and d.objoid = oid
            left join pg_attribute a on catalog = 'pg_class' and a.attrelid = d.objoid and a.attnum = d.objsubid
              and d.objsubid > 0""";

    /** Who has a right because it is new, by default privileges; parameters: catalog, name. */
    static final String HOLDERS =
            """
            with asked as (select ?::text as catalog, ?::text as name)
            select distinct case a.grantee when 0 then 'public' else a.grantee::regrole::text end
            from asked cross join lateral (
              select c.relacl as acl from pg_class c where catalog = 'pg_class' and c.oid = to_regclass(name)
              union all
              select p.proacl from pg_proc p join pg_namespace n on n.oid = p.pronamespace
              where catalog = 'pg_proc' and n.nspname !~ '^pg_'
                and format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) = name) r
            cross join aclexplode(r.acl) a""";

    private DependentsSql() {}
}

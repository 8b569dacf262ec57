package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.reading.Nearest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the tables are there, published or to be, and can be updated while they are. */
public final class SourceTableChecks implements Check {

    /** Those of the model and those that are published, each with its partitions. */
    private static final String QUERY =
            """
            with wanted as (
              select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname || '.' || c.relname = any (?::text[])
              union
              select format('%I.%I', p.schemaname, p.tablename)::regclass from pg_publication_tables p
              where p.pubname = ?),
            found as (
              select oid from wanted
              union
              select tree.relid from wanted cross join lateral pg_partition_tree(wanted.oid) tree),
            published as (
              -- As the service makes it.
              select coalesce((select to_jsonb(p) ->> 'pubgencols' from pg_publication p where p.pubname = ?), 's')
                as generated)
            select n.nspname as schema, c.relname as name, c.relkind as kind, c.relpersistence as persistence,
              c.relreplident as identity,
              case when c.relpersistence = 'u' then (
                with recursive referred as (
                  select c.oid, 0 as depth, array[c.oid] as path
                  union all
                  select k.confrelid, r.depth + 1, r.path || k.confrelid
                  from referred r join pg_constraint k on k.conrelid = r.oid and k.contype = 'f'
                  join pg_class u on u.oid = k.confrelid and u.relpersistence = 'u'
                  where k.confrelid <> all (r.path))
                select string_agg(f.name, chr(10) order by f.depth desc, f.name) from (
                  select format('%I.%I', un.nspname, u.relname) as name, max(r.depth) as depth
                  from referred r join pg_class u on u.oid = r.oid join pg_namespace un on un.oid = u.relnamespace
                  where r.depth > 0 group by 1) f) end as unlogged_references,
              exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indimmediate) as has_key,
              exists (select from pg_index i where i.indrelid = c.oid and i.indisreplident and i.indimmediate)
                as has_identity_index,
              generated.name as unpublished_generated, generated.kind = 's' as can_publish_generated
            from found join pg_class c on c.oid = found.oid join pg_namespace n on n.oid = c.relnamespace
            left join lateral (
              select a.attname as name, a.attgenerated as kind from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated <> ''
                -- Before version 18 the master accepts an update of a row that has one.
                and current_setting('server_version_num')::integer >= 180000
                and not (a.attgenerated = 's' and (select generated from published) = 's')
              order by a.attgenerated desc, a.attnum limit 1) generated on true
            order by 1, 2""";

    /** For what may have been meant. */
    private static final String NAMES =
            """
            select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_'
              and n.nspname <> 'information_schema'""";

    private final Installation installation;
    private final String publication;

    public SourceTableChecks(Installation installation) {
        this.installation = installation;
        this.publication = installation.settings().source().publication();
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        List<String> needed =
                installation.tables().stream().map(TableName::toString).toList();
        List<CapturedTable> found = session.rows(QUERY, needed, publication, publication).stream()
                .map(CapturedTable::of)
                .toList();
        List<String> there = session.rows(NAMES).stream()
                .map(row -> new TableName(row.text("schema"), row.text("name")).toString())
                .toList();
        List<Finding> findings = new ArrayList<>(missing(found, there));
        findings.addAll(identities(found));
        return findings;
    }

    private List<Finding> missing(List<CapturedTable> found, List<String> there) {
        Subject subject = new Subject(Area.MASTER, "tables of the model", "What the model maps must be there.");
        List<TableName> names = found.stream().map(CapturedTable::name).toList();
        List<Finding> findings = installation.tables().stream()
                .filter(table -> !names.contains(table))
                .map(table -> installation.driftRules().dropped(table) != Dropped.REPORT
                        ? subject.info(table + " does not exist in this database")
                        : subject.error(
                                table + " does not exist in this database: create it, or take it out of the model"
                                        + Nearest.to(table.toString(), there)
                                                .map(near -> "; did you mean " + near + "?")
                                                .orElse("")))
                .toList();
        return findings.isEmpty()
                ? List.of(subject.ok("all " + installation.tables().size() + " exist"))
                : findings;
    }

    private List<Finding> identities(List<CapturedTable> found) {
        ReplicaIdentity rule = new ReplicaIdentity(publication);
        List<Finding> problems =
                found.stream().flatMap(table -> rule.problems(table).stream()).toList();
        if (!problems.isEmpty()) {
            return problems;
        }
        return List.of(rule.well(
                Math.toIntExact(found.stream().filter(CapturedTable::hasRows).count())));
    }
}

package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.database.Identifiers;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the source's user may do. */
public final class MasterPrivileges implements Check {

    private static final String ROLE =
            """
            select current_user as role, rolsuper as super, pg_has_role(current_user, 'pg_monitor', 'usage') as monitors,
              rolreplication or rolsuper or exists (
                -- Some managed servers give the attribute through a role.
                select from pg_roles m where m.rolname in ('rds_replication', 'cloudsqlreplication')
                  and pg_has_role(current_user, m.oid, 'usage')) as replicates
            from pg_roles where rolname = current_user""";

    /** What the publication leaves out of a table need not be readable. */
    private static final String UNREADABLE =
            """
            select n.nspname as schema, c.relname as name, has_schema_privilege(n.oid, 'usage') as entered, t.read
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            left join pg_publication_tables v on v.schemaname = n.nspname and v.tablename = c.relname and v.pubname = ?
            cross join lateral (
              select has_table_privilege(c.oid, 'select') or not exists (
                select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                  and coalesce(to_jsonb(v) -> 'attnames' @> to_jsonb(a.attname::text), true)
                  and not has_column_privilege(c.oid, a.attnum, 'select')) as read) t
            where c.relkind in ('r', 'p') and n.nspname || '.' || c.relname = any (?::text[])
              and not (has_schema_privilege(n.oid, 'usage') and t.read)
            order by 1, 2""";

    private final Installation installation;

    public MasterPrivileges(Installation installation) {
        this.installation = installation;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        List<Finding> findings = new ArrayList<>(ofRole(session.row(ROLE)));
        findings.addAll(ofTables(
                installation.settings().source().user(),
                session.rows(
                        UNREADABLE,
                        installation.settings().source().publication(),
                        installation.tables().stream().map(TableName::toString).toList())));
        return findings;
    }

    static List<Finding> ofRole(CatalogRow role) {
        String name = role.text("role");
        return List.of(replication(role, name), monitoring(role, name), superuser(role, name));
    }

    private static Finding replication(CatalogRow role, String name) {
        Subject subject = new Subject(
                Area.MASTER, "replication privilege", "Only a role with it may make a slot and stream from it.");
        return role.is("replicates")
                ? subject.ok(name + " has it")
                : subject.error(name + " lacks it", Fix.sql(MASTER, "alter role " + quoted(name) + " replication"));
    }

    private static Finding monitoring(CatalogRow role, String name) {
        Subject subject = new Subject(
                Area.MASTER, "monitoring privilege", "Without it the server hides how far others have read its WAL.");
        return role.is("monitors")
                ? subject.ok(name + " has pg_monitor")
                : subject.info(name + " lacks pg_monitor", Fix.sql(MASTER, "grant pg_monitor to " + quoted(name)));
    }

    private static Finding superuser(CatalogRow role, String name) {
        Subject subject = new Subject(
                Area.MASTER,
                "least privilege",
                "What the service may not do, a thief of its password may not do either.");
        return role.is("super")
                ? subject.info(
                        name + " is a superuser; see what a role of its own needs",
                        Fix.command("cdc-vault setup --print master"))
                : subject.ok(name + " is no superuser");
    }

    static List<Finding> ofTables(String user, List<CatalogRow> unreadable) {
        Subject subject =
                new Subject(Area.MASTER, "select privilege", "The snapshot reads every table that is captured.");
        if (unreadable.isEmpty()) {
            return List.of(subject.ok("on every table of the model"));
        }
        return unreadable.stream()
                .map(row -> subject.error(
                        new TableName(row.text("schema"), row.text("name")) + " cannot be read by " + user,
                        grants(user, row)))
                .toList();
    }

    private static Fix[] grants(String user, CatalogRow row) {
        List<Fix> fixes = new ArrayList<>();
        if (!row.is("entered")) {
            fixes.add(Fix.sql(
                    MASTER, "grant usage on schema " + Identifiers.quoted(row.text("schema")) + " to " + quoted(user)));
        }
        if (!row.is("read")) {
            TableName table = new TableName(row.text("schema"), row.text("name"));
            fixes.add(Fix.sql(MASTER, "grant select on table " + quoted(table) + " to " + quoted(user)));
        }
        return fixes.toArray(Fix[]::new);
    }
}

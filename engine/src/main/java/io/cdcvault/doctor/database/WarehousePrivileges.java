package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.WAREHOUSE;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.schema.model.VaultModel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the warehouse's user may do: the vault and the bookkeeping are its own. */
public final class WarehousePrivileges implements Check {

    private static final String ROLE =
            """
            select current_user as role, (select rolsuper from pg_roles where rolname = current_user) as super""";

    private static final SchemaOwnership OWNERSHIP = new SchemaOwnership(
            Area.WAREHOUSE,
            WAREHOUSE,
            "Batches are staged in temporary tables.",
            "The service makes its tables and views there, and keeps them up to date.");

    /** Only an owner can replace a view or comment on a table. */
    private static final String FOREIGN =
            """
            select case c.relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end as kind,
              format('%I.%I', n.nspname, c.relname) as name
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any (?::text[]) and c.relkind in ('r', 'p', 'v') and not pg_has_role(c.relowner, 'usage')
            union all
            select 'function', format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = any (?::text[]) and not pg_has_role(p.proowner, 'usage')
            order by 1, 2""";

    private final List<String> schemas;

    public WarehousePrivileges(VaultModel model) {
        this.schemas = Warehouse.schemas(model);
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        List<Finding> findings = new ArrayList<>(OWNERSHIP.findings(session, schemas));
        CatalogRow role = session.row(ROLE);
        findings.add(ownership(role.text("role"), session.rows(FOREIGN, schemas, schemas)));
        findings.add(superuser(role));
        return findings;
    }

    private static Finding ownership(String role, List<CatalogRow> foreign) {
        Subject subject = new Subject(
                Area.WAREHOUSE,
                "ownership",
                "Only its owner can replace a view, which the service does when it starts.");
        if (foreign.isEmpty()) {
            return subject.ok("of all that is in these schemas");
        }
        return subject.error(
                foreign.size() + " tables, views and functions belong to other roles than " + role,
                foreign.stream()
                        .map(row -> Fix.sql(
                                WAREHOUSE,
                                "alter " + row.text("kind") + " " + row.text("name") + " owner to " + quoted(role)))
                        .toArray(Fix[]::new));
    }

    private static Finding superuser(CatalogRow role) {
        Subject subject = new Subject(
                Area.WAREHOUSE,
                "least privilege",
                "What the service may not do, a thief of its password may not do either.");
        return role.is("super")
                ? subject.info(
                        role.text("role") + " is a superuser; see what a role of its own needs",
                        Fix.command("cdc-vault setup --print warehouse"))
                : subject.ok(role.text("role") + " is no superuser");
    }
}

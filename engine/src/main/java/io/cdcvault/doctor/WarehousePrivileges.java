package io.cdcvault.doctor;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.Fix.Place.WAREHOUSE;

import io.cdcvault.load.Warehouse;
import io.cdcvault.schema.model.VaultModel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the warehouse's user may do: the vault and the bookkeeping are its own. */
final class WarehousePrivileges implements Check {

    private static final String DATABASE =
            """
            select current_user as role, current_database() as database,
              has_database_privilege(current_database(), 'create') as creates,
              has_database_privilege(current_database(), 'temporary') as stages,
              (select rolsuper from pg_roles where rolname = current_user) as super""";

    private static final String SCHEMAS =
            """
            select wanted.name, n.oid is not null as there,
              coalesce(has_schema_privilege(n.oid, 'usage') and has_schema_privilege(n.oid, 'create'), false) as used
            from unnest(?::text[]) as wanted (name) left join pg_namespace n on n.nspname = wanted.name""";

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

    WarehousePrivileges(VaultModel model) {
        this.schemas = Warehouse.schemas(model);
    }

    @Override
    public List<Finding> findings(Session session) throws SQLException {
        Row database = session.row(DATABASE);
        List<Finding> findings = new ArrayList<>();
        findings.add(staging(database));
        findings.addAll(ofSchemas(database, session.rows(SCHEMAS, schemas)));
        findings.add(ownership(database.text("role"), session.rows(FOREIGN, schemas, schemas)));
        findings.add(superuser(database));
        return findings;
    }

    private static Finding staging(Row database) {
        Subject subject = new Subject(Part.WAREHOUSE, "temporary privilege", "Batches are staged in temporary tables.");
        return database.is("stages")
                ? subject.ok("on the database")
                : subject.error(
                        database.text("role") + " lacks it",
                        Fix.sql(
                                WAREHOUSE,
                                "grant temporary on database " + quoted(database.text("database")) + " to "
                                        + quoted(database.text("role"))));
    }

    static List<Finding> ofSchemas(Row database, List<Row> schemas) {
        return schemas.stream().map(schema -> ofSchema(database, schema)).toList();
    }

    private static Finding ofSchema(Row database, Row schema) {
        String name = schema.text("name");
        String role = database.text("role");
        Subject subject = new Subject(
                Part.WAREHOUSE,
                "schema " + name,
                "The service makes its tables and views there, and keeps them up to date.");
        if (!schema.is("there")) {
            return database.is("creates")
                    ? subject.info("does not exist; the service creates it")
                    : subject.error(
                            "does not exist, and " + role + " may not create it",
                            Fix.sql(WAREHOUSE, "create schema " + quoted(name) + " authorization " + quoted(role)));
        }
        return schema.is("used")
                ? subject.ok(role + " may use it and create in it")
                : subject.error(
                        role + " may not use it and create in it",
                        Fix.sql(WAREHOUSE, "grant usage, create on schema " + quoted(name) + " to " + quoted(role)));
    }

    private static Finding ownership(String role, List<Row> foreign) {
        Subject subject = new Subject(
                Part.WAREHOUSE,
                "ownership",
                "Only its owner can replace a view, which the service does when it starts.");
        if (foreign.isEmpty()) {
            return subject.ok("of all that is in these schemas");
        }
        return subject.error(
                foreign.size() + " tables, views and functions belong to somebody else than " + role,
                foreign.stream()
                        .map(row -> Fix.sql(
                                WAREHOUSE,
                                "alter " + row.text("kind") + " " + row.text("name") + " owner to " + quoted(role)))
                        .toArray(Fix[]::new));
    }

    private static Finding superuser(Row database) {
        Subject subject = new Subject(
                Part.WAREHOUSE, "least privilege", "What the service may not do, nobody who has its password may do.");
        return database.is("super")
                ? subject.info(
                        database.text("role") + " is a superuser; see what a role of its own needs",
                        Fix.command("cdc-vault setup --print warehouse"))
                : subject.ok(database.text("role") + " is no superuser");
    }
}

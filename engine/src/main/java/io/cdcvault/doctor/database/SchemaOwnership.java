package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a role may make what it needs in a database: temporary tables, and tables in some schemas.
 *
 * @param place where fixes are pasted
 * @param whyStaged why it needs temporary tables, in one sentence
 * @param whyCreated why it needs the schemas, in one sentence
 */
record SchemaOwnership(Area part, Fix.Place place, String whyStaged, String whyCreated) {

    private static final String DATABASE =
            """
            select current_user as role, current_database() as database,
              has_database_privilege(current_database(), 'create') as creates,
              has_database_privilege(current_database(), 'temporary') as stages""";

    private static final String SCHEMAS =
            """
            select wanted.name, n.oid is not null as there,
              coalesce(has_schema_privilege(n.oid, 'usage') and has_schema_privilege(n.oid, 'create'), false) as used
            from unnest(?::text[]) as wanted (name) left join pg_namespace n on n.nspname = wanted.name""";

    List<Finding> findings(ExaminedSession session, List<String> schemas) throws SQLException {
        CatalogRow database = session.row(DATABASE);
        List<Finding> findings = new ArrayList<>();
        findings.add(staging(database));
        session.rows(SCHEMAS, schemas).forEach(schema -> findings.add(ofSchema(database, schema)));
        return findings;
    }

    private Finding staging(CatalogRow database) {
        Subject subject = new Subject(part, "temporary privilege", whyStaged);
        return database.is("stages")
                ? subject.ok("on the database")
                : subject.error(
                        database.text("role") + " lacks it",
                        Fix.sql(
                                place,
                                "grant temporary on database " + quoted(database.text("database")) + " to "
                                        + quoted(database.text("role"))));
    }

    private Finding ofSchema(CatalogRow database, CatalogRow schema) {
        String name = schema.text("name");
        String role = database.text("role");
        Subject subject = new Subject(part, "schema " + name, whyCreated);
        if (!schema.is("there")) {
            return database.is("creates")
                    ? subject.info("does not exist; the service creates it")
                    : subject.error(
                            "does not exist, and " + role + " may not create it",
                            Fix.sql(place, "create schema " + quoted(name) + " authorization " + quoted(role)));
        }
        return schema.is("used")
                ? subject.ok(role + " may use it and create in it")
                : subject.error(
                        role + " may not use it and create in it",
                        Fix.sql(place, "grant usage, create on schema " + quoted(name) + " to " + quoted(role)));
    }
}

package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.WAREHOUSE;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the warehouse's server can be loaded into. */
public final class WarehouseSettings implements Check {

    private static final String QUERY =
            """
            select current_user as role, current_database() as database, pg_is_in_recovery() as in_recovery,
              current_setting('server_version_num') as version, current_setting('server_version') as release,
              pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collation,
              current_setting('max_connections')::integer
                - (select count(*) from pg_stat_activity where backend_type = 'client backend') as free_connections
            from pg_database d where d.datname = current_database()""";

    private static final String COLLATION =
            """
            select datcollversion as made, pg_database_collation_actual_version(oid) as now
            from pg_database where datname = current_database()""";

    private static final int OLDEST_VERSION = 130_000;
    private static final int KNOWS_COLLATION_VERSION = 150_000;

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        CatalogRow server = session.row(QUERY);
        List<Finding> findings = new ArrayList<>(ofServer(server));
        findings.add(readOnly(server, session.isReadOnlyByDefault()));
        if (server.number("version") >= KNOWS_COLLATION_VERSION) {
            findings.add(collation(server.text("database"), session.row(COLLATION)));
        }
        return findings;
    }

    public static List<Finding> ofServer(CatalogRow server) {
        Subject version = new Subject(Area.WAREHOUSE, "version", "Servers before PostgreSQL 13 were never tried.");
        String release = "PostgreSQL " + server.text("release");
        Subject role = new Subject(Area.WAREHOUSE, "role", "A standby cannot be written to.");
        Subject connections = new Subject(
                Area.WAREHOUSE, "connections", "A loader needs two, and status and the page one more now and then.");
        Subject encoding = new Subject(
                Area.WAREHOUSE, "encoding", "The vault must be able to hold every character of the source.");
        long free = server.number("free_connections");
        return List.of(
                server.number("version") < OLDEST_VERSION ? version.error(release) : version.ok(release),
                server.is("in_recovery") ? role.error("warehouse.url leads to a standby") : role.ok("no standby"),
                free < 4 ? connections.warning(free + " are free") : connections.ok(free + " are free"),
                server.text("encoding").equals("UTF8")
                        ? encoding.ok("UTF8, collation " + server.text("collation"))
                        : encoding.error(
                                server.text("encoding") + ": the vault needs a database in UTF8",
                                Fix.sql(
                                        WAREHOUSE,
                                        "create database " + quoted(server.text("database") + "_utf8")
                                                + " encoding 'UTF8' template template0")));
    }

    private static Finding readOnly(CatalogRow server, boolean isReadOnly) {
        Subject subject =
                new Subject(Area.WAREHOUSE, "default_transaction_read_only", "The loader writes in every transaction.");
        return isReadOnly
                ? subject.error("on", set(server.text("role"), "default_transaction_read_only", "off"))
                : subject.ok("off");
    }

    private static Finding collation(String database, CatalogRow versions) {
        Subject subject = new Subject(
                Area.WAREHOUSE,
                "collation version",
                "After the operating system's sort order changed, indexes on text no longer find what they hold.");
        boolean isSame = versions.optional("made").equals(versions.optional("now"));
        return isSame || versions.optional("made").isEmpty()
                ? subject.ok(versions.optional("made").orElse("the collation has none"))
                : subject.warning(
                        "the indexes were made with " + versions.text("made") + ", the system has "
                                + versions.text("now"),
                        Fix.sql(WAREHOUSE, "reindex database " + quoted(database)),
                        Fix.sql(WAREHOUSE, "alter database " + quoted(database) + " refresh collation version"));
    }

    private static Fix set(String role, String setting, String value) {
        return Fix.sql(WAREHOUSE, "alter role " + quoted(role) + " set " + setting + " = " + value);
    }
}

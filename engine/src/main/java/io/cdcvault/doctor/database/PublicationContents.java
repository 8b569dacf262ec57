package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.capture.source.PublicationSql;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings.Load.Policy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the publication publishes what the model needs, and all that happens to it. */
public final class PublicationContents implements Check {

    private static final String PUBLICATION =
            """
            select pubinsert and pubupdate and pubdelete and pubtruncate as everything, pubviaroot as via_root,
              puballtables as all_tables
            from pg_publication where pubname = ?""";

    private static final String TABLES =
            """
            select p.schemaname as schema, p.tablename as name, to_jsonb(p) ->> 'rowfilter' as filter
            from pg_publication_tables p
            join pg_namespace n on n.nspname = p.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
            where p.pubname = ? order by 1, 2""";

    /** The right to create one, with all the tables in it. */
    private static final String CREATION =
            """
            select current_setting('server_version_num') as version,
              has_database_privilege(current_database(), 'create') and not exists (
                select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname || '.' || c.relname = any (?::text[]) and not pg_has_role(c.relowner, 'usage'))
              as allowed,
              (select string_agg(n.nspname || '.' || c.relname, chr(10))
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname || '.' || c.relname = any (?::text[]) and c.relkind = 'p') as partitioned,
              (select string_agg(n.nspname || '.' || c.relname, chr(10))
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname || '.' || c.relname = any (?::text[])) as present""";

    private static final String WHY = "Only changes of published tables are streamed.";

    private final Installation installation;
    private final String name;

    public PublicationContents(Installation installation) {
        this.installation = installation;
        this.name = installation.settings().source().publication();
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        List<CatalogRow> publication = session.rows(PUBLICATION, name);
        List<String> needed =
                installation.tables().stream().map(TableName::toString).toList();
        CatalogRow creation = session.row(CREATION, needed, needed, needed);
        // Those that are missing are named by another check.
        Set<String> names = Set.of(creation.text("present").split("\n", -1));
        List<TableName> present = installation.tables().stream()
                .filter(table -> names.contains(table.toString()))
                .toList();
        if (publication.isEmpty()) {
            return List.of(missing(creation, present));
        }
        List<CatalogRow> tables = session.rows(TABLES, name);
        List<Finding> findings = new ArrayList<>();
        CatalogRow found = publication.get(0);
        Set<String> partitioned = Set.of(creation.text("partitioned").split("\n", -1));
        if (!creation.text("partitioned").isEmpty() && !found.is("via_root")) {
            findings.add(viaRoot());
        }
        findings.add(lacking(tables, present, found, partitioned));
        findings.add(operations(found));
        tables.stream().filter(row -> row.optional("filter").isPresent()).forEach(row -> findings.add(filter(row)));
        findings.addAll(unknown(tables));
        return findings;
    }

    private Finding missing(CatalogRow creation, List<TableName> present) {
        Subject subject = new Subject(Area.MASTER, "publication " + name, WHY);
        if (creation.is("allowed")) {
            return subject.info("does not exist; the service creates it");
        }
        String sql = PublicationSql.create(name, present, Math.toIntExact(creation.number("version")));
        return subject.error(
                "does not exist, and "
                        + installation.settings().source().user()
                        + " may not create it: that takes the right to create in the database, and the tables",
                Fix.sql(MASTER, sql));
    }

    private Finding lacking(
            List<CatalogRow> published, List<TableName> present, CatalogRow publication, Set<String> partitioned) {
        Subject subject = new Subject(Area.MASTER, "publication " + name, WHY);
        List<TableName> found =
                published.stream().map(PublicationContents::table).toList();
        List<TableName> lacking = present.stream()
                .filter(table -> !found.contains(table))
                // Its partitions stand in the view under their own names.
                .filter(table -> publication.is("via_root") || !partitioned.contains(table.toString()))
                .toList();
        if (publication.is("all_tables")) {
            return subject.ok("is for all tables; those that cannot be published are named under other subjects");
        }
        if (lacking.isEmpty()) {
            return subject.ok("has every table of the model");
        }
        return subject.error(
                "lacks "
                        + lacking.stream().map(TableName::toString).collect(Collectors.joining(", "))
                        + " of the model",
                Fix.sql(MASTER, PublicationSql.add(name, lacking)));
    }

    private Finding operations(CatalogRow publication) {
        Subject subject = new Subject(
                Area.MASTER,
                "published operations",
                "What is not published never happened, as far as the vault can know.");
        return publication.is("everything")
                ? subject.ok("insert, update, delete, truncate")
                : subject.error(
                        "not all of insert, update, delete, truncate",
                        set("publish = 'insert, update, delete, truncate'"));
    }

    private Finding viaRoot() {
        return new Subject(
                        Area.MASTER,
                        "published partitions",
                        "A change of a partition must come under its table's name.")
                .error("come under their own names", set("publish_via_partition_root = true"));
    }

    private Finding filter(CatalogRow row) {
        return new Subject(
                        Area.MASTER,
                        "row filter",
                        "The vault lacks the rows that a filter leaves out, and cannot know.")
                .error(
                        table(row) + " is published where " + row.text("filter"),
                        Fix.sql(MASTER, PublicationSql.putBack(name, table(row))));
    }

    private List<Finding> unknown(List<CatalogRow> published) {
        Subject subject = new Subject(
                Area.MASTER, "tables without a mapping", "They are captured, and load.unknown-tables says what then.");
        Policy policy = installation.settings().load().unknownTables();
        return published.stream()
                .map(PublicationContents::table)
                .filter(table -> !installation.tables().contains(table))
                .map(table -> policy == Policy.STOP
                        ? subject.warning(
                                table + ": its first change ends the service",
                                Fix.sql(MASTER, "alter publication " + quoted(name) + " drop table " + quoted(table)))
                        : subject.info(table + ": load.unknown-tables is " + policy))
                .toList();
    }

    private Fix set(String option) {
        return Fix.sql(MASTER, "alter publication " + quoted(name) + " set (" + option + ")");
    }

    private static TableName table(CatalogRow row) {
        return new TableName(row.text("schema"), row.text("name"));
    }
}

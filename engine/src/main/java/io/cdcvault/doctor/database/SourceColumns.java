package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.capture.source.PublicationSql;
import io.cdcvault.capture.source.QuotedColumns;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.reading.Nearest;
import io.cdcvault.settings.Settings.Load.Policy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether every column that the model maps is there and is streamed. */
public final class SourceColumns implements Check {

    private static final String QUERY =
            """
            select n.nspname as schema, c.relname as "table", a.attname as name, a.attgenerated as generated,
              current_setting('server_version_num')::integer >= 180000 as publishes_generated,
              case
                -- Before version 18 none is published, though the view of version 15 lists them.
                when a.attgenerated <> '' and current_setting('server_version_num')::integer < 180000 then false
                when p.pubname is null then a.attgenerated <> 'v'
                -- From version 15 on the view lists the columns; before, all are published.
                else coalesce(to_jsonb(p) -> 'attnames' @> to_jsonb(a.attname::text), true) end as published
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_publication_tables p
              on p.pubname = ? and p.schemaname = n.nspname and p.tablename = c.relname
            where c.relkind in ('r', 'p') and n.nspname || '.' || c.relname = any (?::text[])
            order by 1, 2, a.attnum""";

    private final Installation installation;
    private final String publication;

    public SourceColumns(Installation installation) {
        this.installation = installation;
        this.publication = installation.settings().source().publication();
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        List<String> needed =
                installation.tables().stream().map(TableName::toString).toList();
        return assess(session.rows(QUERY, publication, needed));
    }

    List<Finding> assess(List<CatalogRow> columns) {
        List<Finding> findings = new ArrayList<>();
        for (SourceTable mapping : installation.model().sources()) {
            List<CatalogRow> ofTable = columns.stream()
                    .filter(row -> table(row).equals(mapping.table()))
                    .toList();
            if (!ofTable.isEmpty()) {
                findings.addAll(ofTable(mapping, ofTable));
            }
        }
        boolean isWell = findings.stream().allMatch(finding -> finding.severity() == Severity.INFO);
        if (isWell) {
            findings.add(0, streamed().ok("has every column that the model maps, of any type"));
        }
        return findings;
    }

    private List<Finding> ofTable(SourceTable mapping, List<CatalogRow> columns) {
        Set<String> mapped = mapped(mapping);
        Set<String> existing = columns.stream().map(row -> row.text("name")).collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        mapped.stream()
                .filter(column -> !existing.contains(column))
                .filter(column -> !mapping.history().optional().contains(column))
                .sorted()
                .map(column -> streamed()
                        .error(mapping.table() + " has no column " + column
                                + ", which the model maps: its changes become dead letters"
                                + Nearest.to(column, existing)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("")))
                .forEach(findings::add);
        columns.stream()
                .filter(row -> mapped.contains(row.text("name")) && !row.is("published"))
                .map(this::unpublished)
                .forEach(findings::add);
        findings.addAll(names(mapping.table(), existing));
        findings.addAll(unmapped(mapping, mapped, existing));
        return findings;
    }

    private Finding unpublished(CatalogRow row) {
        String column = row.text("name") + " of " + table(row);
        if (row.text("generated").isEmpty()) {
            return streamed()
                    .error(
                            "leaves out " + column + ", which the model maps",
                            Fix.sql(MASTER, PublicationSql.putBack(publication, table(row))));
        }
        if (row.text("generated").equals("s") && row.is("publishes_generated")) {
            return streamed()
                    .error(
                            "leaves out the generated column " + column + ", which the model maps",
                            Fix.sql(
                                    MASTER,
                                    "alter publication " + quoted(publication)
                                            + " set (publish_generated_columns = stored)"));
        }
        return streamed()
                .error("cannot have the generated column " + column + ", which the model maps: "
                        + PublicationSql.withoutGenerated(row.text("generated").equals("s")));
    }

    /** The connector does not distinguish them. */
    private static List<Finding> names(TableName table, Set<String> columns) {
        Subject subject = new Subject(
                Area.MASTER,
                "column names",
                "The connector refuses columns that differ only in case, and reads names without quotes around them.");
        Set<String> seen = new HashSet<>();
        Stream<Finding> twins = columns.stream()
                .sorted()
                .filter(column -> !seen.add(column.toLowerCase(Locale.ROOT)))
                .map(column -> subject.error(table + " has " + column + " in two spellings: rename one of them"));
        Stream<Finding> quoted = QuotedColumns.first(columns).stream()
                .map(column -> subject.error(table + " has " + column + ", whose name stands in quotes: rename it"));
        return Stream.concat(twins, quoted).toList();
    }

    private List<Finding> unmapped(SourceTable mapping, Set<String> mapped, Set<String> existing) {
        Subject subject = new Subject(
                Area.MASTER,
                "columns without a mapping",
                "They are captured and not loaded; load.unknown-columns says what a change that has one becomes.");
        String unmapped = existing.stream()
                .filter(column -> !mapped.contains(column) && !mapping.ignored().contains(column))
                .sorted()
                .collect(Collectors.joining(", "));
        if (unmapped.isEmpty()) {
            return List.of();
        }
        Policy policy = installation.settings().load().unknownColumns();
        String found = mapping.table() + ": " + unmapped + "; load.unknown-columns is " + policy;
        return List.of(policy == Policy.IGNORE ? subject.info(found) : subject.warning(found));
    }

    private Subject streamed() {
        return new Subject(Area.MASTER, "replication stream", "The vault can hold what is streamed, and nothing else.");
    }

    private static Set<String> mapped(SourceTable mapping) {
        return Stream.concat(
                        mapping.hubs().stream().map(HubFeed::columns),
                        mapping.satellites().stream().map(SatelliteFeed::columns))
                .flatMap(columns -> columns.values().stream())
                .flatMap(fed -> mapping.sourceColumns(fed).stream())
                .collect(Collectors.toSet());
    }

    private static TableName table(CatalogRow row) {
        return new TableName(row.text("schema"), row.text("table"));
    }
}

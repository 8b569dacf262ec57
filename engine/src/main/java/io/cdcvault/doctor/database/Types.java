package io.cdcvault.doctor.database;

import io.cdcvault.database.TypeDefinitions;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.ddl.ColumnShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the warehouse can hold what the master has: its types, sizes and characters. */
public final class Types implements Examination {

    /** A type's name as the server writes it, with its size. */
    private static final String SOURCE =
            """
            select a.attname as name, format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid),
              case when t.typbasetype <> 0 then t.typtypmod else a.atttypmod end) as type
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid
            where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p')""";

    private static final String DATABASE =
            """
            select pg_encoding_to_char(encoding) as encoding, datcollate as collation
            from pg_database where datname = current_database()""";

    private final Installation installation;

    public Types(Installation installation) {
        this.installation = installation;
    }

    @Override
    public List<Finding> findings() {
        Settings settings = installation.settings();
        try (ExaminedSession master = ExaminedSession.open(settings.source(), settings.name());
                ExaminedSession warehouse = ExaminedSession.open(settings.warehouse(), settings.name())) {
            List<Finding> findings = new ArrayList<>(unknown(master, warehouse));
            findings.addAll(sizes(master));
            findings.addAll(collation(master.row(DATABASE), warehouse.row(DATABASE)));
            return findings;
        } catch (SQLException e) {
            // Whichever cannot be reached is a finding of its own.
            return List.of();
        }
    }

    private List<Finding> unknown(ExaminedSession master, ExaminedSession warehouse) throws SQLException {
        Subject subject = new Subject(
                Area.WAREHOUSE, "types", "A type that is not PostgreSQL's own must exist in the warehouse too.");
        List<String> wanted = VaultTables.of(installation.model()).stream()
                .flatMap(table -> table.columns().stream())
                .map(ColumnShape::type)
                .distinct()
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (String type : TypeDefinitions.unknown(warehouse.connection(), wanted)) {
            findings.add(
                    installation.model().settings().createsTypes()
                            ? subject.info(type + ", which the model uses, is not known; the service makes it")
                            : subject.error(type + ", which the model uses, is not known", made(type, master)));
        }
        return findings.isEmpty()
                ? List.of(subject.ok("all " + wanted.size() + " of the model's are known"))
                : findings;
    }

    /** Nothing when the master does not know the type either. */
    private static Fix[] made(String type, ExaminedSession master) throws SQLException {
        return TypeDefinitions.of(master.connection(), List.of(type)).stream()
                .map(each -> Fix.sql(Fix.Place.WAREHOUSE, each.statement()))
                .toArray(Fix[]::new);
    }

    private List<Finding> sizes(ExaminedSession master) throws SQLException {
        Subject subject = new Subject(
                Area.WAREHOUSE, "column types", "A value that the vault's column cannot hold becomes a dead letter.");
        List<Finding> findings = new ArrayList<>();
        for (SourceTable mapping : installation.model().sources()) {
            TableName table = mapping.table();
            Map<String, String> types = new LinkedHashMap<>();
            for (CatalogRow row : master.rows(SOURCE, table.schema(), table.table())) {
                types.put(row.text("name"), row.text("type"));
            }
            for (Feed feed : feeds(mapping, installation.model())) {
                String type = types.get(feed.from());
                if (type != null && !TypeFit.fits(type, named(master, feed.to().type()))) {
                    findings.add(subject.warning(table + "." + feed.from() + " is " + type + ", but "
                            + feed.into() + "." + feed.to().name() + " is "
                            + feed.to().type()
                            + ": give it a wider type in the model"));
                }
            }
        }
        return findings.isEmpty() ? List.of(subject.ok("hold what the source's columns hold")) : findings;
    }

    /** The model's short names as the server writes them out: {@code varchar(20)} is {@code character varying(20)}. */
    private static String named(ExaminedSession master, String type) throws SQLException {
        int size = type.indexOf('(');
        String name = size < 0 ? type : type.substring(0, size);
        String full = master.row("select coalesce(to_regtype(?)::text, '') as name", name)
                .text("name");
        return full.isEmpty() ? type : full + (size < 0 ? defaultSize(full) : type.substring(size));
    }

    /** {@code char} alone is one character. */
    private static String defaultSize(String name) {
        return name.equals("character") ? "(1)" : "";
    }

    /** A source column and the vault column that it feeds. */
    private record Feed(String from, String into, Column to) {}

    private static List<Feed> feeds(SourceTable mapping, VaultModel model) {
        Stream<Feed> hubs = mapping.hubs().stream().flatMap(feed -> model.hub(feed.hub()).businessKey().stream()
                .map(column -> feed(feed.columns(), feed.hub(), column)));
        Stream<Feed> satellites = mapping.satellites().stream().flatMap(feed -> Stream.concat(
                        model.satellite(feed.satellite()).childKey().stream(),
                        model.satellite(feed.satellite()).attributes().stream())
                .map(column -> feed(feed.columns(), feed.satellite(), column)));
        return Stream.concat(hubs, satellites).collect(Collectors.toList());
    }

    private static Feed feed(Map<String, String> columns, String into, Column to) {
        return new Feed(columns.getOrDefault(to.name(), to.name()), into, to);
    }

    static List<Finding> collation(CatalogRow master, CatalogRow warehouse) {
        Subject subject = new Subject(
                Area.WAREHOUSE,
                "collation",
                "Text sorts differently under another one; keys and hashes do not depend on it.");
        String theirs = warehouse.text("collation");
        return List.of(
                master.text("collation").equals(theirs)
                        ? subject.ok(theirs + ", as on the master")
                        : subject.info(theirs + ", on the master " + master.text("collation")));
    }
}

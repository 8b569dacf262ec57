package io.cdcvault.road;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the vault against the source, row by row and column by column, through the vault's own views and without a line
 * of the loader's code: business keys in their hubs, rows that exist with status C, newest satellite versions, open
 * links.
 */
final class VaultComparison {

    private final VaultModel model;
    private final Naming naming;
    private final Connection source;
    private final Connection vault;

    VaultComparison(VaultModel model, Connection source, Connection vault) {
        this.model = model;
        this.naming = model.settings().naming();
        this.source = source;
        this.vault = vault;
    }

    /** What differs, each with a few examples; empty when nothing does. */
    List<String> differences() throws SQLException {
        List<String> differences = new ArrayList<>();
        for (SourceTable table : model.sources()) {
            report(differences, table.table() + " has columns that the vault leaves out:", leftOut(table));
            for (HubFeed feed : table.hubs()) {
                Set<String> missing = sourceRows(table, feed.columns().values(), keyIsThere(table, feed));
                missing.removeAll(hubRows(model.hub(feed.hub())));
                report(differences, feed.hub() + " lacks keys of " + table.table(), missing);
            }
            if (model.isHub(table.row())) {
                compare(
                        differences,
                        "live rows of " + table.row(),
                        sourceRows(table, table.hubFeed(table.row()).columns().values(), ""),
                        liveRows(model.hub(table.row())));
            }
            for (SatelliteFeed feed : table.satellites()) {
                compare(differences, feed.satellite(), sourceVersions(table, feed), newestVersions(table, feed));
            }
            for (LinkFeed feed : table.drivenLinks()) {
                compare(differences, feed.link(), sourceLinks(table, feed), openLinks(model.link(feed.link())));
            }
            for (LinkFeed feed : table.resolved()) {
                compare(differences, feed.link(), resolvedLinks(table, feed), openLinks(model.link(feed.link())));
            }
        }
        return differences;
    }

    /**
     * Keys that are empty in part, as rows that refer to nothing would make them: the rows of a first model have none.
     */
    List<String> partialKeys() throws SQLException {
        List<String> found = new ArrayList<>();
        for (Hub hub : model.hubs()) {
            String key = list(hub.businessKey(), "h");
            report(
                    found,
                    hub.name() + " has keys that are empty in part:",
                    rows(
                            vault,
                            "select " + key + " from " + vaultTable(hub.name()) + " h where num_nulls(" + key
                                    + ") > 0"));
        }
        return found;
    }

    private Set<String> sourceVersions(SourceTable table, SatelliteFeed feed) throws SQLException {
        List<String> columns = new ArrayList<>();
        Satellite satellite = model.satellite(feed.satellite());
        if (model.isLink(satellite.parent())) {
            LinkFeed link = table.links().stream()
                    .filter(each -> each.link().equals(satellite.parent()))
                    .findFirst()
                    .orElseThrow();
            link.roles()
                    .values()
                    .forEach(
                            role -> columns.addAll(table.hubFeed(role).columns().values()));
        } else {
            columns.addAll(table.hubFeed(feed.parentRole()).columns().values());
        }
        satellite.childKey().forEach(child -> columns.add(feed.columns().get(child.name())));
        present(table, feed).forEach(attribute -> columns.add(feed.columns().get(attribute.name())));
        return sourceRows(table, columns, "");
    }

    private Set<String> newestVersions(SourceTable table, SatelliteFeed feed) throws SQLException {
        Satellite satellite = model.satellite(feed.satellite());
        String view = vaultTable(satellite.name() + "_current") + " v";
        String attributes = Stream.concat(satellite.childKey().stream(), present(table, feed).stream())
                .map(attribute -> ", v." + quoted(attribute.name()))
                .collect(Collectors.joining());
        String live = table.row().equals(satellite.name()) ? naming.isActive() : "is_live";
        if (model.isHub(satellite.parent())) {
            Hub hub = model.hub(satellite.parent());
            return rows(
                    vault,
                    "select " + list(hub.businessKey(), "h") + attributes + " from " + view + " join "
                            + vaultTable(hub.name()) + " h using (" + quoted(naming.hashKey(hub)) + ") where v."
                            + live);
        }
        Link link = model.link(satellite.parent());
        return rows(
                vault,
                "select " + linkKey(link) + attributes + " from " + view + " join "
                        + vaultTable(link.name()) + " l using (" + quoted(naming.hashKey(link)) + ")" + linkEnds(link)
                        + " where v." + live);
    }

    private Set<String> sourceLinks(SourceTable table, LinkFeed feed) throws SQLException {
        List<String> columns = new ArrayList<>();
        feed.roles()
                .values()
                .forEach(role -> columns.addAll(table.hubFeed(role).columns().values()));
        return sourceRows(
                table,
                columns,
                feed.roles().values().stream()
                        .map(role -> keyIsThere(table, table.hubFeed(role)))
                        .collect(Collectors.joining()));
    }

    /** Of a link some of whose ends stand in the rows that a table's rows refer to. */
    private Set<String> resolvedLinks(SourceTable table, LinkFeed feed) throws SQLException {
        List<String> columns = new ArrayList<>();
        StringBuilder joins = new StringBuilder();
        for (String role : feed.roles().values()) {
            Optional<Reference> reference = table.references().stream()
                    .filter(each -> each.role().equals(role))
                    .findFirst();
            if (reference.isEmpty()) {
                table.hubFeed(role).columns().values().forEach(column -> columns.add("t." + quoted(column)));
                continue;
            }
            String alias = quoted("row of " + role);
            SourceTable target = model.source(reference.get().table()).orElseThrow();
            joins.append(" join ")
                    .append(sourceTable(target))
                    .append(" as ")
                    .append(alias)
                    .append(" on true");
            reference.get().columns().forEach((there, here) -> joins.append(" and ")
                    .append(alias)
                    .append(".")
                    .append(quoted(there))
                    .append(" = t.")
                    .append(quoted(here)));
            target.hubFeed(reference.get().hub())
                    .columns()
                    .values()
                    .forEach(column -> columns.add(alias + "." + quoted(column)));
        }
        return rows(source, "select " + String.join(", ", columns) + " from " + sourceTable(table) + " as t" + joins);
    }

    private Set<String> openLinks(Link link) throws SQLException {
        return rows(
                vault,
                "select " + linkKey(link) + " from " + vaultTable(link.name() + "_current") + " l" + linkEnds(link));
    }

    private Set<String> hubRows(Hub hub) throws SQLException {
        return rows(vault, "select " + list(hub.businessKey(), "h") + " from " + vaultTable(hub.name()) + " h");
    }

    private Set<String> liveRows(Hub hub) throws SQLException {
        String key = quoted(naming.hashKey(hub));
        return rows(
                vault,
                "select " + list(hub.businessKey(), "h") + " from " + vaultTable(hub.name())
                        + " h where (select s.status from " + vaultTable(naming.statusTable(hub)) + " s where s." + key
                        + " = h." + key
                        + " order by s.load_dts desc limit 1) = 'C'");
    }

    private String linkKey(Link link) {
        return link.roles().stream()
                .map(role -> list(model.hub(role.hub()).businessKey(), quoted("end " + role.name())))
                .collect(Collectors.joining(", "));
    }

    private String linkEnds(Link link) {
        return link.roles().stream()
                .map(role -> " join " + vaultTable(role.hub()) + " " + quoted("end " + role.name()) + " on "
                        + quoted("end " + role.name()) + "." + quoted(naming.hashKey(model.hub(role.hub()))) + " = l."
                        + quoted(naming.roleKey(role)))
                .collect(Collectors.joining());
    }

    /** Of the attributes, those whose column the source still has. */
    private List<Column> present(SourceTable table, SatelliteFeed feed) throws SQLException {
        Set<String> columns = columns(table);
        return model.satellite(feed.satellite()).attributes().stream()
                .filter(attribute -> columns.contains(feed.columns().get(attribute.name())))
                .toList();
    }

    private Set<String> leftOut(SourceTable table) throws SQLException {
        Set<String> columns = columns(table);
        columns.removeIf(column -> table.maps(column) || table.ignored().contains(column));
        return columns;
    }

    /** Those that are sent: virtual ones never are. */
    private Set<String> columns(SourceTable table) throws SQLException {
        String name = sourceTable(table).replace("'", "''");
        return rows(
                source,
                "select attname from pg_attribute where attrelid = '" + name
                        + "'::regclass and attnum > 0 and not attisdropped and attgenerated <> 'v'",
                "r.attname");
    }

    /** A key of which nothing is there refers to nothing. */
    private static String keyIsThere(SourceTable table, HubFeed feed) {
        return " and num_nonnulls("
                + feed.columns().values().stream().map(fed -> value(table, fed)).collect(Collectors.joining(", "))
                + ") > 0";
    }

    /** A column, or what is computed in its place. */
    private static String value(SourceTable table, String fed) {
        return table.computed().get(fed) instanceof Expression expression
                ? expression.arguments().entrySet().stream()
                        .map(argument ->
                                "t." + quoted(argument.getValue().column()) + " as " + quoted(argument.getKey()))
                        .collect(Collectors.joining(", ", "(select " + expression.sql() + " from (select ", ") as a)"))
                : quoted(fed);
    }

    /** @param condition that begins with {@code and} */
    private Set<String> sourceRows(SourceTable table, Iterable<String> columns, String condition) throws SQLException {
        List<String> quoted = new ArrayList<>();
        columns.forEach(fed -> quoted.add(value(table, fed)));
        String name = "'" + sourceTable(table).replace("'", "''") + "'::regclass";
        // Of a table and its partitions, and not of those that inherit from it.
        return rows(
                source,
                "select " + String.join(", ", quoted) + " from " + sourceTable(table) + " as t where (t.tableoid = "
                        + name + " or t.tableoid in (select relid from pg_partition_tree(" + name + ")))" + condition);
    }

    private static String sourceTable(SourceTable table) {
        return quoted(table.table().schema()) + "." + quoted(table.table().table());
    }

    private static Set<String> rows(Connection connection, String sql) throws SQLException {
        return rows(connection, sql, "r::text");
    }

    private static Set<String> rows(Connection connection, String sql, String what) throws SQLException {
        Set<String> rows = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            try (ResultSet result = statement.executeQuery("select " + what + " from (" + sql + ") r")) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }

    private static void compare(List<String> differences, String what, Set<String> expected, Set<String> actual) {
        Function<Set<String>, Set<String>> copy = TreeSet::new;
        Set<String> missing = copy.apply(expected);
        missing.removeAll(actual);
        Set<String> surplus = copy.apply(actual);
        surplus.removeAll(expected);
        report(differences, what + " lacks", missing);
        report(differences, what + " should not have", surplus);
    }

    private static void report(List<String> differences, String what, Set<String> rows) {
        if (!rows.isEmpty()) {
            differences.add(what + " " + rows.size() + ", such as "
                    + rows.stream().limit(3).collect(Collectors.joining(" ")));
        }
    }

    private String vaultTable(String name) {
        return quoted(model.settings().schema()) + "." + quoted(name);
    }

    private static String list(List<Column> columns, String alias) {
        return columns.stream()
                .map(column -> alias + "." + quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}

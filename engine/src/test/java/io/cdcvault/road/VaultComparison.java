package io.cdcvault.road;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

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
            for (HubFeed feed : table.hubs()) {
                Set<String> missing = sourceRows(table, feed.columns().values(), false);
                missing.removeAll(hubRows(model.hub(feed.hub())));
                report(differences, feed.hub() + " lacks keys of " + table.table(), missing);
            }
            if (model.isHub(table.row())) {
                compare(
                        differences,
                        "live rows of " + table.row(),
                        sourceRows(table, table.hubFeed(table.row()).columns().values(), false),
                        liveRows(model.hub(table.row())));
            }
            for (SatelliteFeed feed : table.satellites()) {
                compare(differences, feed.satellite(), sourceVersions(table, feed), newestVersions(feed));
            }
            for (LinkFeed feed : table.links()) {
                compare(differences, feed.link(), sourceLinks(table, feed), openLinks(model.link(feed.link())));
            }
        }
        return differences;
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
        satellite.attributes().forEach(attribute -> columns.add(feed.columns().get(attribute.name())));
        return sourceRows(table, columns, false);
    }

    private Set<String> newestVersions(SatelliteFeed feed) throws SQLException {
        Satellite satellite = model.satellite(feed.satellite());
        String view = vaultTable(satellite.name() + "_current") + " v";
        String attributes = satellite.attributes().stream()
                .map(attribute -> ", v." + quoted(attribute.name()))
                .collect(Collectors.joining());
        if (model.isHub(satellite.parent())) {
            Hub hub = model.hub(satellite.parent());
            return rows(
                    vault,
                    "select " + list(hub.businessKey(), "h") + attributes + " from " + view + " join "
                            + vaultTable(hub.name()) + " h using (" + quoted(naming.hashKey(hub)) + ") where is_live");
        }
        Link link = model.link(satellite.parent());
        return rows(
                vault,
                "select " + linkKey(link) + attributes + " from " + view + " join "
                        + vaultTable(link.name()) + " l using (" + quoted(naming.hashKey(link)) + ")" + linkEnds(link)
                        + " where is_live");
    }

    private Set<String> sourceLinks(SourceTable table, LinkFeed feed) throws SQLException {
        List<String> columns = new ArrayList<>();
        feed.roles()
                .values()
                .forEach(role -> columns.addAll(table.hubFeed(role).columns().values()));
        return sourceRows(table, columns, true);
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

    private Set<String> sourceRows(SourceTable table, Iterable<String> columns, boolean notNull) throws SQLException {
        List<String> quoted = new ArrayList<>();
        columns.forEach(column -> quoted.add(quoted(column)));
        String from =
                quoted(table.table().schema()) + "." + quoted(table.table().table());
        String condition = notNull
                ? quoted.stream()
                        .map(column -> column + " is not null")
                        .collect(Collectors.joining(" and ", " where ", ""))
                : "";
        return rows(source, "select " + String.join(", ", quoted) + " from " + from + condition);
    }

    private static Set<String> rows(Connection connection, String sql) throws SQLException {
        Set<String> rows = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            try (ResultSet result = statement.executeQuery("select r::text from (" + sql + ") r")) {
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
        return '"' + identifier + '"';
    }
}

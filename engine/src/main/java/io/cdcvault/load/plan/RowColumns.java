package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the vault has the columns of a source table's row, seen from a version of one of its satellites, which is
 * called {@code v}.
 */
final class RowColumns {

    private final VaultModel model;
    private final SourceTable source;
    private final Staging staging;
    private final Naming naming;

    RowColumns(VaultModel model, SourceTable source, Staging staging) {
        this.model = model;
        this.source = source;
        this.staging = staging;
        this.naming = model.settings().naming();
    }

    /** Whether there is one version at a time for each of the table's rows. */
    boolean describesRow(SatelliteFeed feed) {
        if (feed.satellite().equals(source.row())) {
            return true;
        }
        Satellite satellite = model.satellite(feed.satellite());
        boolean ofTheRow = model.isHub(source.row())
                ? feed.parentRole().equals(source.row())
                : satellite.parent().equals(source.row());
        return ofTheRow && satellite.childKey().isEmpty();
    }

    /** The staged columns that identify a row. */
    Set<String> rowKey() {
        Map<String, String> key = new LinkedHashMap<>();
        hubs().forEach((alias, feed) -> addHub(key, alias, feed));
        source.satellites().stream()
                .filter(feed -> feed.satellite().equals(source.row()))
                .forEach(feed ->
                        addColumns(key, feed, model.satellite(feed.satellite()).childKey()));
        return key.keySet();
    }

    /** The staged columns of source columns that are all staged. */
    List<String> staged(Set<String> columns) {
        return columns.stream()
                .sorted()
                .map(column -> staging.sourceColumns().stream()
                        .filter(each -> each.name().equals(column))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(column + " is not staged"))
                        .staged())
                .toList();
    }

    /** A satellite that describes the row and holds, beside the row's key, all of these source columns. */
    Optional<SatelliteFeed> describing(Set<String> columns) {
        boolean isAnyAttribute = columns.stream().anyMatch(column -> !isHeld(column, rowKey()));
        return !isAnyAttribute
                ? Optional.empty()
                : source.satellites().stream()
                        .filter(this::describesRow)
                        .filter(feed -> columns.stream()
                                .allMatch(column ->
                                        isHeld(column, expressions(feed).keySet())))
                        .findFirst();
    }

    private boolean isHeld(String column, Set<String> held) {
        return staging.sourceColumns().stream()
                .filter(each -> each.name().equals(column))
                .findFirst()
                .filter(each -> held.contains(each.staged()))
                .isPresent();
    }

    /** By staged column, where it stands. */
    Map<String, String> expressions(SatelliteFeed feed) {
        Map<String, String> expressions = new LinkedHashMap<>();
        hubs().forEach((alias, hub) -> addHub(expressions, alias, hub));
        addColumns(expressions, feed, model.satellite(feed.satellite()).childKey());
        addColumns(expressions, feed, model.satellite(feed.satellite()).attributes());
        return expressions;
    }

    /** What leads from the version to the hubs that hold the business keys. */
    String joins(SatelliteFeed feed) {
        Optional<Link> identifying = link();
        if (identifying.isEmpty()) {
            HubFeed hub = Objects.requireNonNull(hubs().get("h"));
            String key = naming.hashKey(model.hub(hub.hub()));
            return "join " + table(hub.hub()) + " as h on h." + quoted(key) + " = v." + quoted(key);
        }
        Link link = identifying.get();
        String key = quoted(naming.hashKey(link));
        return "join " + table(link.name()) + " as l on l." + key + " = v." + key
                + link.roles().stream()
                        .map(role -> "\n  join " + table(role.hub()) + " as " + quoted(alias(role)) + " on "
                                + quoted(alias(role)) + "." + quoted(naming.hashKey(model.hub(role.hub())))
                                + " = l." + quoted(naming.roleKey(role)))
                        .collect(Collectors.joining());
    }

    String isNewestAndLive(SatelliteFeed feed) {
        Satellite satellite = model.satellite(feed.satellite());
        String key = quoted(parentKey(satellite));
        String newest = "v." + quoted(naming.loadDate()) + " = (select max(x." + quoted(naming.loadDate()) + ") from "
                + table(satellite.name()) + " as x where x." + key + " = v." + key
                + satellite.childKey().stream()
                        .map(child -> " and x." + quoted(child.name()) + " = v." + quoted(child.name()))
                        .collect(Collectors.joining())
                + ")";
        return newest + " and " + isLive(satellite, key);
    }

    String table(String table) {
        return Identifiers.qualified(model.settings().schema(), table);
    }

    private String isLive(Satellite satellite, String key) {
        if (satellite.name().equals(source.row())) {
            return "v." + quoted(naming.isActive());
        }
        boolean ofHub = model.isHub(source.row());
        String life =
                ofHub ? naming.statusTable(model.hub(source.row())) : naming.effectivityTable(model.link(source.row()));
        return "(select x." + quoted(ofHub ? naming.status() : naming.isActive()) + (ofHub ? " = 'C'" : "") + " from "
                + table(life) + " as x where x." + key + " = v." + key + " order by x." + quoted(naming.loadDate())
                + " desc limit 1)";
    }

    /** Not quoted. */
    String parentKey(Satellite satellite) {
        return model.isLink(satellite.parent())
                ? naming.hashKey(model.link(satellite.parent()))
                : naming.hashKey(model.hub(satellite.parent()));
    }

    /** The link whose hubs identify the row: the row itself, or what its satellite hangs on. */
    private Optional<Link> link() {
        String element = model.satellites().stream()
                .filter(satellite -> satellite.name().equals(source.row()))
                .map(Satellite::parent)
                .findFirst()
                .orElse(source.row());
        return Optional.of(element).filter(model::isLink).map(model::link);
    }

    /** The hubs whose business keys identify the row, by the names that they are joined as. */
    private Map<String, HubFeed> hubs() {
        if (model.isHub(source.row())) {
            return Map.of("h", source.hubFeed(source.row()));
        }
        Optional<Link> link = link();
        if (link.isPresent()) {
            LinkFeed feed = source.links().stream()
                    .filter(each -> each.link().equals(link.get().name()))
                    .findFirst()
                    .orElseThrow();
            Map<String, HubFeed> hubs = new LinkedHashMap<>();
            link.get()
                    .roles()
                    .forEach(role -> hubs.put(
                            alias(role),
                            source.hubFeed(Objects.requireNonNull(feed.roles().get(role.name())))));
            return hubs;
        }
        return source.satellites().stream()
                .filter(feed -> feed.satellite().equals(source.row()))
                .map(feed -> Map.of("h", source.hubFeed(feed.parentRole())))
                .findFirst()
                .orElseThrow();
    }

    private void addHub(Map<String, String> expressions, String alias, HubFeed feed) {
        Hub hub = model.hub(feed.hub());
        for (Column key : hub.businessKey()) {
            String column = Objects.requireNonNull(feed.columns().get(key.name()));
            expressions.putIfAbsent(
                    staging.column(column, key.type()).getName(), quoted(alias) + "." + quoted(key.name()));
        }
    }

    private void addColumns(Map<String, String> expressions, SatelliteFeed feed, List<Column> columns) {
        for (Column column : columns) {
            String from = Objects.requireNonNull(feed.columns().get(column.name()));
            expressions.putIfAbsent(staging.column(from, column.type()).getName(), "v." + quoted(column.name()));
        }
    }

    private static String alias(Link.Role role) {
        return FittingName.of("h " + role.name());
    }
}

package io.cdcvault.cli;

import static java.util.stream.Collectors.joining;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A model's hubs, links and satellites as tables. */
final class ModelTables {

    private final Terminal terminal;

    ModelTables(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> of(VaultModel model) {
        List<String> lines = new ArrayList<>(hubs(model));
        lines.addAll(links(model));
        lines.addAll(satellites(model));
        lines.addAll(filters(model));
        lines.add(model.hubs().size() + " hubs, " + model.links().size() + " links and "
                + model.satellites().size() + " satellites of "
                + model.sources().size() + " source tables");
        return lines;
    }

    private List<String> hubs(VaultModel model) {
        TextTable table = new TextTable(terminal, Set.of());
        table.add("HUB", "BUSINESS KEY", "FED BY");
        for (Hub hub : model.hubs()) {
            table.add(hub.name(), columns(hub.businessKey()), fedBy(model, hub.name(), source -> source.hubs().stream()
                    .anyMatch(feed -> feed.hub().equals(hub.name()))));
        }
        return section(table, model.hubs());
    }

    private List<String> links(VaultModel model) {
        TextTable table = new TextTable(terminal, Set.of());
        table.add("LINK", "OF", "FED BY");
        for (Link link : model.links()) {
            String roles = link.roles().stream()
                    .map(role -> role.name() + (model.hasEffectivity(link) && link.isDriving(role) ? "*" : "") + ": "
                            + role.hub())
                    .collect(joining(", "));
            table.add(link.name(), roles, fedBy(model, link.name(), source -> source.allLinks().stream()
                    .anyMatch(feed -> feed.link().equals(link.name()))));
        }
        List<String> lines = new ArrayList<>(section(table, model.links()));
        if (!model.links().isEmpty()) {
            lines.add(lines.size() - 1, terminal.toned(Terminal.Tone.QUIET, "  * drives: one open link at a time"));
        }
        return lines;
    }

    private List<String> satellites(VaultModel model) {
        TextTable table = new TextTable(terminal, Set.of());
        table.add("SATELLITE", "OF", "FED BY", "ATTRIBUTES");
        for (Satellite satellite : model.satellites()) {
            table.add(
                    satellite.name(),
                    satellite.parent() + (satellite.isMultiActive() ? ", each " + columns(satellite.childKey()) : ""),
                    fedBy(model, satellite.name(), source -> source.satellites().stream()
                            .anyMatch(feed -> feed.satellite().equals(satellite.name()))),
                    satellite.attributes().stream().map(Column::name).collect(joining(", ")));
        }
        return section(table, model.satellites());
    }

    private List<String> filters(VaultModel model) {
        TextTable table = new TextTable(terminal, Set.of());
        table.add("FILTERED TABLE", "ROWS");
        List<SourceTable> filtered = model.sources().stream()
                .filter(source -> source.filter().isPresent())
                .toList();
        filtered.forEach(source ->
                source.filter().ifPresent(condition -> table.add(source.table().toString(), condition.sql())));
        return section(table, filtered);
    }

    private static List<String> section(TextTable table, List<?> rows) {
        return rows.isEmpty()
                ? List.of()
                : Stream.concat(table.lines().stream(), Stream.of("")).toList();
    }

    private static String columns(List<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(joining(", "));
    }

    /** The table whose row it is comes first. */
    private static String fedBy(VaultModel model, String element, Predicate<SourceTable> feeds) {
        List<SourceTable> feeding = model.sources().stream().filter(feeds).toList();
        return Stream.concat(
                        feeding.stream().filter(source -> source.row().equals(element)),
                        feeding.stream().filter(source -> !source.row().equals(element)))
                .map(source -> source.table().toString())
                .collect(joining(", "));
    }
}

package io.cdcvault.diagram;

import io.cdcvault.diagram.Box.Edge;
import io.cdcvault.diagram.Box.End;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A vault as SVG: hubs beside their satellites, links beside theirs. */
public final class VaultDiagram {

    /** More of a satellite's columns hide the rest of the vault. */
    private static final int MOST_ROWS = 12;

    private VaultDiagram() {}

    /** The file's text. */
    public static String svg(VaultModel model) {
        List<Edge> edges = new ArrayList<>();
        for (Link link : model.links()) {
            link.roles()
                    .forEach(role ->
                            edges.add(new Edge(new End(role.hub(), ""), new End(link.name(), row(link, role)))));
        }
        for (Satellite satellite : model.satellites()) {
            End own = new End(satellite.name(), "");
            End parent = new End(satellite.parent(), "");
            edges.add(model.isHub(satellite.parent()) ? new Edge(own, parent) : new Edge(parent, own));
        }
        return Svg.of(
                "The vault of the model " + model.name(),
                List.of(
                        satellites(model, true),
                        model.hubs().stream().map(VaultDiagram::box).toList(),
                        model.links().stream().map(VaultDiagram::box).toList(),
                        satellites(model, false)),
                edges);
    }

    private static List<Box> satellites(VaultModel model, boolean ofHubs) {
        return model.satellites().stream()
                .filter(satellite -> model.isHub(satellite.parent()) == ofHubs)
                .map(VaultDiagram::box)
                .toList();
    }

    private static Box box(Hub hub) {
        return new Box(
                hub.name(),
                "hub",
                hub.name(),
                hub.businessKey().stream().map(Column::name).toList());
    }

    private static Box box(Link link) {
        return new Box(
                link.name(),
                "link",
                link.name(),
                link.roles().stream().map(role -> row(link, role)).toList());
    }

    /** A role that drives is marked where others do not. */
    private static String row(Link link, Link.Role role) {
        boolean isMarked = link.isDriving(role)
                && link.drivingRoles().size() < link.roles().size();
        return role.name() + (isMarked ? " *" : "");
    }

    private static Box box(Satellite satellite) {
        List<String> columns = Stream.concat(
                        satellite.childKey().stream().map(column -> column.name() + " (key)"),
                        satellite.attributes().stream().map(Column::name))
                .toList();
        return new Box(satellite.name(), "satellite", satellite.name(), shortened(columns));
    }

    private static List<String> shortened(List<String> columns) {
        return columns.size() <= MOST_ROWS
                ? columns
                : Stream.concat(
                                columns.stream().limit(MOST_ROWS - 1L),
                                Stream.of("and " + (columns.size() - MOST_ROWS + 1) + " more"))
                        .toList();
    }
}

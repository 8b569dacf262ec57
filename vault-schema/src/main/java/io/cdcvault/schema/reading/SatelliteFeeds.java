package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;

import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code satellites} of a source table. */
final class SatelliteFeeds {

    private final Document document;
    private final Report report;
    private final Known known;
    private final ComputedValues computed;
    private final List<HubFeed> hubs;
    private final List<LinkFeed> links;

    SatelliteFeeds(
            Document document,
            Report report,
            Known known,
            ComputedValues computed,
            List<HubFeed> hubs,
            List<LinkFeed> links) {
        this.document = document;
        this.report = report;
        this.known = known;
        this.computed = computed;
        this.hubs = hubs;
        this.links = links;
    }

    List<SatelliteFeed> read(Node node) {
        if (node instanceof MappingNode) {
            return document.mapping(node, "satellites to renamed columns").entries().stream()
                    .flatMap(entry -> feed(entry.key(), entry.keyNode(), Optional.of(entry.value())).stream())
                    .toList();
        }
        return document.list(node, "satellites").stream()
                .flatMap(
                        item -> document
                                .text(item, "the name of a satellite")
                                .flatMap(name -> feed(name, item, Optional.empty()))
                                .stream())
                .toList();
    }

    private Optional<SatelliteFeed> feed(String text, Node node, Optional<Node> renamed) {
        NameAndRole key = NameAndRole.parse(text, "of", known.satelliteNames());
        Optional<Satellite> satellite = known.satellite(key.name());
        if (satellite.isEmpty()) {
            report.unknown(node, "satellite", key.name(), known.satelliteNames());
        }
        return satellite.map(found -> {
            Optional<String> role = key.hasRole() ? named(found, key.role(), node) : parent(found, node);
            String parentRole = role.orElse(found.parent());
            return report.placed(new SatelliteFeed(found.name(), parentRole, columns(found, renamed, node)), node);
        });
    }

    private Map<String, String> columns(Satellite satellite, Optional<Node> renamed, Node node) {
        List<String> names = Known.columns(satellite);
        Map<String, String> sources = renamed.map(
                        columns -> new ColumnFeeds(document, report, computed).read(columns, names))
                .orElse(Map.of());
        Map<String, String> columns = new LinkedHashMap<>();
        for (String name : names) {
            String source = sources.get(name);
            if (source == null) {
                computed.keepApart(name, node);
            }
            columns.put(name, source == null ? name : source);
        }
        return columns;
    }

    private Optional<String> named(Satellite satellite, String role, Node node) {
        List<String> roles = ofParent(satellite).stream().map(HubFeed::role).toList();
        if (!roles.contains(role)) {
            report.unknown(node, "role", role, roles);
        }
        return Optional.of(role).filter(roles::contains);
    }

    private Optional<String> parent(Satellite satellite, Node node) {
        String parent = satellite.parent();
        List<HubFeed> feeds = ofParent(satellite);
        boolean isFed = links.stream().anyMatch(link -> link.link().equals(parent))
                || feeds.stream().anyMatch(feed -> feed.role().equals(parent));
        if (isFed) {
            return Optional.of(parent);
        }
        if (feeds.size() != 1
                && (known.hub(parent).isPresent() || known.link(parent).isPresent())) {
            report.at(node, unfilled(satellite, feeds));
        }
        return feeds.size() == 1 ? Optional.of(feeds.get(0).role()) : Optional.empty();
    }

    private List<HubFeed> ofParent(Satellite satellite) {
        return hubs.stream()
                .filter(feed -> feed.hub().equals(satellite.parent()))
                .toList();
    }

    private static String unfilled(Satellite satellite, List<HubFeed> feeds) {
        if (feeds.isEmpty()) {
            return satellite.name() + " hangs on " + satellite.parent() + ", expected this table to feed it";
        }
        return satellite.name() + " could hang on any of "
                + feeds.stream().map(HubFeed::role).collect(joining(", ")) + ", expected " + satellite.name() + " of "
                + feeds.get(0).role();
    }
}

package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** What one row of a source table stands for: said by the file, or the only sensible choice. */
final class RowChoice {

    private final Document document;
    private final Report report;
    private final Known known;

    RowChoice(Document document, Report report, Known known) {
        this.document = document;
        this.report = report;
        this.known = known;
    }

    /** Empty text when there is a problem. */
    String of(
            Optional<Node> row, List<HubFeed> hubs, List<LinkFeed> links, List<SatelliteFeed> satellites, Node table) {
        if (row.isPresent()) {
            return said(row.get(), candidates(hubs, links, satellites));
        }
        List<String> parents = satellites.stream()
                .map(feed -> carrier(feed, links))
                .filter(candidates(hubs, links, satellites)::contains)
                .distinct()
                .toList();
        if (parents.size() > 1) {
            report.at(
                    table,
                    "Missing row: the satellites hang on " + String.join(", ", parents)
                            + ", expected row to say which of them one row stands for");
            return "";
        }
        Optional<String> chosen = parents.stream().findFirst().or(() -> withoutSatellites(hubs, links));
        if (chosen.isEmpty() && !hubs.isEmpty()) {
            report.at(table, "Missing row: expected a hub that is fed without a role, or row");
        }
        return chosen.orElse("");
    }

    private String said(Node node, List<String> candidates) {
        Optional<String> row = document.text(node, "the hub, link or satellite that one row stands for");
        row.filter(name -> !candidates.contains(name)).ifPresent(name -> report.unknown(node, "row", name, candidates));
        return row.filter(candidates::contains).orElse("");
    }

    private static List<String> candidates(List<HubFeed> hubs, List<LinkFeed> links, List<SatelliteFeed> satellites) {
        return Stream.of(
                        hubs.stream().filter(RowChoice::isPlain).map(HubFeed::hub),
                        links.stream().filter(feed -> !feed.isMention()).map(LinkFeed::link),
                        satellites.stream().map(SatelliteFeed::satellite))
                .flatMap(names -> names)
                .toList();
    }

    /**
     * A row of a multi-active satellite's table is one of several of its parent; that of a mentioned link a part of it.
     */
    private String carrier(SatelliteFeed feed, List<LinkFeed> links) {
        return known.satellite(feed.satellite())
                .map(satellite -> satellite.isMultiActive() || isMentioned(satellite.parent(), links)
                        ? satellite.name()
                        : satellite.parent())
                .orElse(feed.parentRole());
    }

    private static boolean isMentioned(String link, List<LinkFeed> links) {
        return links.stream().anyMatch(feed -> feed.isMention() && feed.link().equals(link));
    }

    private Optional<String> withoutSatellites(List<HubFeed> hubs, List<LinkFeed> links) {
        Optional<String> manyToMany = links.stream()
                .filter(feed -> !feed.isMention())
                .map(LinkFeed::link)
                .filter(name -> known.link(name).stream().anyMatch(RowChoice::isDrivenByAll))
                .findFirst();
        return manyToMany.or(
                () -> hubs.stream().filter(RowChoice::isPlain).map(HubFeed::hub).findFirst());
    }

    private static boolean isDrivenByAll(Link link) {
        return link.drivingRoles().size() == link.roles().size();
    }

    private static boolean isPlain(HubFeed feed) {
        return feed.role().equals(feed.hub());
    }
}

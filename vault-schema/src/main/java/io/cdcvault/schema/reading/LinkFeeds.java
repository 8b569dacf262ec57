package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Link.Role;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code links} and {@code mentions} of a source table: which hub feed fills which role. */
final class LinkFeeds {

    private final Document document;
    private final Report report;
    private final Known known;
    private final List<HubFeed> hubs;
    private final boolean areMentions;

    /** @param areMentions whether another table decides when the links are open, or none does */
    LinkFeeds(Document document, Report report, Known known, List<HubFeed> hubs, boolean areMentions) {
        this.document = document;
        this.report = report;
        this.known = known;
        this.hubs = hubs;
        this.areMentions = areMentions;
    }

    List<LinkFeed> read(Node node) {
        if (node instanceof MappingNode) {
            return document.mapping(node, "links to roles").entries().stream()
                    .flatMap(entry -> feed(entry.key(), entry.keyNode(), Optional.of(entry.value())).stream())
                    .toList();
        }
        return document.list(node, "links").stream()
                .flatMap(item ->
                        document
                                .text(item, "the name of a link")
                                .flatMap(name -> feed(name, item, Optional.empty()))
                                .stream())
                .toList();
    }

    private Optional<LinkFeed> feed(String name, Node node, Optional<Node> explicit) {
        Optional<Link> link = known.link(name);
        if (link.isEmpty()) {
            report.unknown(node, "link", name, known.linkNames());
        }
        return link.map(found -> {
            Map<String, String> named =
                    explicit.map(roles -> named(roles, found)).orElse(Map.of());
            return report.placed(new LinkFeed(name, filled(found, named, node), areMentions), node);
        });
    }

    private Map<String, String> named(Node node, Link link) {
        List<String> roles = link.roles().stream().map(Role::name).toList();
        List<String> feeds = hubs.stream().map(HubFeed::role).toList();
        Map<String, String> named = new LinkedHashMap<>();
        for (YamlMapping.Entry entry :
                document.mapping(node, "the link's roles to this table's roles").entries()) {
            if (!roles.contains(entry.key())) {
                report.unknown(entry.keyNode(), "role", entry.key(), roles);
            }
            document.text(entry.value(), "a hub or role of this table").ifPresent(feed -> {
                if (!feeds.contains(feed)) {
                    report.unknown(entry.value(), "role", feed, feeds);
                }
                named.put(entry.key(), feed);
            });
        }
        return named;
    }

    private Map<String, String> filled(Link link, Map<String, String> named, Node node) {
        Map<String, String> filled = new LinkedHashMap<>();
        for (Role role : link.roles()) {
            Optional.ofNullable(named.get(role.name()))
                    .or(() -> byRoleOrHub(link, role, node))
                    .ifPresent(feed -> filled.put(role.name(), feed));
        }
        Repeats.in(List.copyOf(filled.values()), feed -> feed).stream()
                .findFirst()
                .ifPresent(feed -> report.at(
                        node,
                        "Two roles of " + link.name() + " are filled by " + feed
                                + ", expected a feed for each, such as "
                                + hubOf(feed) + " as " + link.roles().get(1).name()));
        return filled;
    }

    private String hubOf(String role) {
        return hubs.stream()
                .filter(feed -> feed.role().equals(role))
                .map(HubFeed::hub)
                .findFirst()
                .orElse(role);
    }

    private Optional<String> byRoleOrHub(Link link, Role role, Node node) {
        List<HubFeed> ofHub =
                hubs.stream().filter(feed -> feed.hub().equals(role.hub())).toList();
        Optional<HubFeed> ofRole =
                ofHub.stream().filter(feed -> feed.role().equals(role.name())).findFirst();
        if (ofRole.isEmpty() && ofHub.size() != 1 && known.hub(role.hub()).isPresent()) {
            report.at(node, unfilled(link, role, ofHub));
        }
        return ofRole.or(() -> ofHub.stream().filter(feed -> ofHub.size() == 1).findFirst())
                .map(HubFeed::role);
    }

    private static String unfilled(Link link, Role role, List<HubFeed> ofHub) {
        String subject = "The role " + role.name() + " of " + link.name();
        if (ofHub.isEmpty()) {
            return subject + " is not filled, expected this table to feed " + role.hub();
        }
        return subject + " could be any of " + ofHub.stream().map(HubFeed::role).collect(joining(", "))
                + ", expected links: {" + link.name() + ": {" + role.name() + ": "
                + ofHub.get(0).role() + "}}";
    }
}

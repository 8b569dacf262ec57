package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Link.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The section {@code links}. */
final class LinkSection {

    static final List<String> KEYS = List.of("hubs", "driving");

    private final Document document;
    private final Report report;
    private final List<String> hubs;

    LinkSection(Document document, Report report, List<String> hubs) {
        this.document = document;
        this.report = report;
        this.hubs = hubs;
    }

    List<Link> read(Node node) {
        return document.mapping(node, "link names to links").entries().stream()
                .map(this::link)
                .toList();
    }

    private Link link(YamlMapping.Entry entry) {
        YamlMapping link = document.mapping(entry.value(), "the link's keys").only(KEYS);
        List<Role> roles = link.required("hubs", entry.keyNode(), entry.key())
                .map(this::roles)
                .orElse(List.of());
        List<String> names = roles.stream().map(Role::name).toList();
        if (names.contains(entry.key())) {
            report.at(entry.keyNode(), "The role " + entry.key() + " is the name of its link, expected another word");
        }
        List<String> driving =
                link.value("driving").map(node -> driving(node, names)).orElse(names);
        return report.placed(new Link(entry.key(), roles, driving), entry.keyNode());
    }

    private List<Role> roles(Node node) {
        List<Role> roles = document.mapping(node, "roles to hubs").entries().stream()
                .flatMap(entry -> role(entry).stream())
                .toList();
        if (roles.size() < 2) {
            report.at(node, "Expected two roles or more: a link joins hubs");
        }
        return roles;
    }

    private Optional<Role> role(YamlMapping.Entry entry) {
        Optional<String> hub = document.text(entry.value(), "the name of a hub");
        hub.filter(name -> !hubs.contains(name)).ifPresent(name -> report.unknown(entry.value(), "hub", name, hubs));
        return hub.map(name -> report.placed(new Role(entry.key(), name), entry.keyNode()));
    }

    /** In the order of the roles, not of the list. None when one is unknown. */
    private List<String> driving(Node node, List<String> roles) {
        List<String> listed = new ArrayList<>();
        for (Node item : document.list(node, "roles")) {
            document.text(item, "a role").ifPresent(role -> {
                if (!roles.contains(role)) {
                    report.unknown(item, "role", role, roles);
                } else if (listed.contains(role)) {
                    report.at(item, "Duplicate driving role " + role);
                }
                listed.add(role);
            });
        }
        if (Document.isEmptyCollection(node)) {
            report.at(node, "Expected at least one driving role");
        }
        return roles.containsAll(listed)
                ? roles.stream().filter(listed::contains).toList()
                : List.of();
    }
}

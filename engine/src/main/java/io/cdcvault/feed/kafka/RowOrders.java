package io.cdcvault.feed.kafka;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The keys of the vault whose changes must be loaded in order, each as the columns of one source table that make it up:
 * of status, satellites and effectivity. (First sightings come out the same in any order.)
 */
record RowOrders(VaultModel model, SourceTable source) {

    /** Whether records that share any of these keys share a partition, because the record key is a part of them all. */
    boolean hold(Set<String> recordKey) {
        return !recordKey.isEmpty() && all().stream().allMatch(columns -> columns.containsAll(recordKey));
    }

    private List<Set<String>> all() {
        List<Set<String>> all = new ArrayList<>();
        all.add(ofElement(source.row()));
        source.satellites().forEach(feed -> all.add(ofSatellite(feed)));
        source.drivenLinks()
                .forEach(feed -> all.add(ofLink(feed, model.link(feed.link()).drivingRoles())));
        return all;
    }

    private Set<String> ofElement(String element) {
        if (model.isHub(element)) {
            return ofHub(element);
        }
        return source.satellites().stream()
                .filter(feed -> feed.satellite().equals(element))
                .findFirst()
                .map(this::ofSatellite)
                .orElseGet(() -> ofLink(element));
    }

    private Set<String> ofSatellite(SatelliteFeed feed) {
        Satellite satellite = model.satellite(feed.satellite());
        Set<String> columns =
                new HashSet<>(model.isLink(satellite.parent()) ? ofLink(satellite.parent()) : ofHub(feed.parentRole()));
        for (Column child : satellite.childKey()) {
            columns.add(Objects.requireNonNull(feed.columns().get(child.name())));
        }
        return columns;
    }

    private Set<String> ofHub(String role) {
        return Set.copyOf(source.hubFeed(role).columns().values());
    }

    private Set<String> ofLink(String name) {
        Link link = model.link(name);
        LinkFeed feed = source.links().stream()
                .filter(each -> each.link().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no " + name));
        return ofLink(feed, link.roles().stream().map(Link.Role::name).toList());
    }

    private Set<String> ofLink(LinkFeed feed, List<String> roles) {
        Set<String> columns = new HashSet<>();
        roles.forEach(
                role -> columns.addAll(ofHub(Objects.requireNonNull(feed.roles().get(role)))));
        return columns;
    }
}

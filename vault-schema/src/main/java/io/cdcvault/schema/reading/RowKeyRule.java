package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** The source columns that identify things of one source table. */
final class RowKeyRule {

    private final SourceTable source;
    private final Known known;

    RowKeyRule(SourceTable source, Known known) {
        this.source = source;
        this.known = known;
    }

    /** Of a row: the key columns of what it stands for. Empty when that is not known. */
    Set<String> ofRow() {
        Set<String> columns = new LinkedHashSet<>();
        source.satellites().stream()
                .filter(feed -> feed.satellite().equals(source.row()))
                .forEach(feed -> columns.addAll(ofRowsUnder(feed)));
        columns.addAll(ofElement(source.row()));
        return columns;
    }

    /** Of what a satellite keeps versions of: the parent's, and the child key's. */
    Set<String> ofRowsUnder(SatelliteFeed feed) {
        Set<String> columns = new LinkedHashSet<>(ofElement(feed.parentRole()));
        known.satellite(feed.satellite()).map(Satellite::childKey).stream()
                .flatMap(Collection::stream)
                .map(Column::name)
                .map(feed.columns()::get)
                .filter(Objects::nonNull)
                .forEach(columns::add);
        return columns;
    }

    /** Of a link's driving roles. */
    Set<String> ofOwner(LinkFeed feed, Link link) {
        Set<String> columns = new LinkedHashSet<>();
        link.drivingRoles().stream()
                .map(role -> feed.roles().get(role))
                .filter(Objects::nonNull)
                .forEach(role -> columns.addAll(ofElement(role)));
        return columns;
    }

    /** Of a hub in a role, or of a link with all its roles. */
    private Set<String> ofElement(String roleOrLink) {
        Set<String> columns = new LinkedHashSet<>();
        source.links().stream()
                .filter(feed -> feed.link().equals(roleOrLink))
                .flatMap(feed -> feed.roles().values().stream())
                .forEach(role -> columns.addAll(ofHub(role)));
        columns.addAll(ofHub(roleOrLink));
        return columns;
    }

    private Set<String> ofHub(String role) {
        Set<String> columns = new LinkedHashSet<>();
        source.hubs().stream()
                .filter(feed -> feed.role().equals(role))
                .map(HubFeed::columns)
                .forEach(feed -> columns.addAll(feed.values()));
        return columns;
    }
}

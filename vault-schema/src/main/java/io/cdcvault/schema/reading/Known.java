package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The vault's half of a model while the mapping's half is read: what names there are, broken ones included. */
record Known(List<Hub> hubs, List<Link> links, List<Satellite> satellites) {

    Optional<Hub> hub(String name) {
        return hubs.stream().filter(hub -> hub.name().equals(name)).findFirst();
    }

    Optional<Link> link(String name) {
        return links.stream().filter(link -> link.name().equals(name)).findFirst();
    }

    Optional<Satellite> satellite(String name) {
        return satellites.stream()
                .filter(satellite -> satellite.name().equals(name))
                .findFirst();
    }

    /** Whether a hub, link or satellite has the name. */
    boolean isTable(String name) {
        return hub(name).isPresent()
                || link(name).isPresent()
                || satellite(name).isPresent();
    }

    List<String> hubNames() {
        return hubs.stream().map(Hub::name).toList();
    }

    List<String> linkNames() {
        return links.stream().map(Link::name).toList();
    }

    List<String> satelliteNames() {
        return satellites.stream().map(Satellite::name).toList();
    }

    /** The columns that a feed of this satellite fills: the child key's, then the attributes. */
    static List<String> columns(Satellite satellite) {
        return Stream.concat(satellite.childKey().stream(), satellite.attributes().stream())
                .map(Column::name)
                .toList();
    }
}

package io.cdcvault.schema.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Data Vault and the mapping that feeds it. Every name in it resolves: a reader reports what does not.
 *
 * <p>Why: docs/decisions/0007-reference-data-is-a-hub-and-a-satellite.md
 *
 * @param name the model's own name, such as {@code bookings}
 * @param hubs in the order of the file, as all the lists
 */
public record VaultModel(
        String name,
        VaultSettings settings,
        List<Hub> hubs,
        List<Link> links,
        List<Satellite> satellites,
        List<SourceTable> sources) {

    public VaultModel {
        hubs = List.copyOf(hubs);
        links = List.copyOf(links);
        satellites = List.copyOf(satellites);
        sources = List.copyOf(sources);
    }

    /** The same vault in another schema of the warehouse. */
    public VaultModel inSchema(String schema) {
        return new VaultModel(name, settings.inSchema(schema), hubs, links, satellites, sources);
    }

    /**
     * The hub of this name.
     *
     * @throws IllegalArgumentException when the model has no such hub; a resolved model never asks for one
     */
    public Hub hub(String hubName) {
        return hubs.stream()
                .filter(hub -> hub.name().equals(hubName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No hub named " + hubName));
    }

    public Link link(String linkName) {
        return links.stream()
                .filter(link -> link.name().equals(linkName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No link named " + linkName));
    }

    public Satellite satellite(String satelliteName) {
        return satellites.stream()
                .filter(satellite -> satellite.name().equals(satelliteName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No satellite named " + satelliteName));
    }

    public Optional<SourceTable> source(TableName table) {
        return sources.stream().filter(source -> source.table().equals(table)).findFirst();
    }

    public boolean isHub(String tableName) {
        return hubs.stream().anyMatch(hub -> hub.name().equals(tableName));
    }

    public boolean isLink(String tableName) {
        return links.stream().anyMatch(link -> link.name().equals(tableName));
    }

    /** Hubs that have a status satellite: those that some source table's row stands for. */
    public List<Hub> hubsWithStatus() {
        Set<String> rows = sources.stream().map(SourceTable::row).collect(Collectors.toSet());
        return hubs.stream().filter(hub -> rows.contains(hub.name())).toList();
    }

    /**
     * Whether a satellite's rows say {@code is_active}: they can end while the parent lives on, because the satellite
     * is multi-active, or because it is all that some source table's row stands for.
     */
    public boolean hasOwnLife(Satellite satellite) {
        return satellite.isMultiActive()
                || sources.stream().anyMatch(source -> source.row().equals(satellite.name()));
    }

    /** Business-key columns of a link's hubs, in the order of its roles: what the link's hash key is made of. */
    public List<Column> businessKey(Link link) {
        return link.roles().stream()
                .flatMap(role -> hub(role.hub()).businessKey().stream())
                .toList();
    }
}

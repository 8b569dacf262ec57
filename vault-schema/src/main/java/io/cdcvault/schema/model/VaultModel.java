package io.cdcvault.schema.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

    /** The sources that feed the vault, in the order of the file; none when there is one alone. */
    public List<String> sourceNames() {
        return sources.stream()
                .map(source -> source.table().source())
                .filter(source -> !source.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * The model of one of several sources: its tables, and what they feed of the vault. Loaded by it, the vault has
     * what this source says, beside what the others say.
     */
    public VaultModel ofSource(String source) {
        List<SourceTable> own = sources.stream()
                .filter(each -> each.table().source().equals(source))
                .toList();
        List<Link> ownLinks = links.stream()
                .filter(link -> own.stream().anyMatch(table -> table.feedsLink(link.name())))
                .toList();
        List<Hub> ownHubs = hubs.stream()
                .filter(hub -> own.stream().anyMatch(table -> table.feedsHub(hub.name())))
                .toList();
        List<Satellite> ownSatellites = satellites.stream()
                .filter(satellite -> own.stream()
                        .flatMap(table -> table.satellites().stream())
                        .anyMatch(feed -> feed.satellite().equals(satellite.name())))
                .toList();
        return new VaultModel(
                name,
                settings.of(share(source)),
                ownHubs,
                ownLinks,
                ownSatellites,
                own.stream().map(SourceTable::inItsSource).toList());
    }

    private Share share(String source) {
        Map<String, Map<String, String>> shared = new LinkedHashMap<>();
        hubs.stream()
                .filter(hub -> sourcesOf(table -> table.feedsHub(hub.name())).size() > 1)
                .forEach(hub -> shared.put(hub.name(), statusTables(hub)));
        Set<String> sharedLinks = links.stream()
                .map(Link::name)
                .filter(link -> sourcesOf(table -> table.feedsLink(link)).size() > 1)
                .collect(Collectors.toSet());
        return new Share(
                source,
                shared,
                sharedLinks,
                satellites.stream().map(Satellite::name).collect(Collectors.toSet()),
                Set.copyOf(sourceNames()));
    }

    private Map<String, String> statusTables(Hub hub) {
        Map<String, String> tables = new LinkedHashMap<>();
        sourcesOf(table -> table.row().equals(hub.name()))
                .forEach(source ->
                        tables.put(source, settings.naming().of(source).statusTable(hub)));
        return tables;
    }

    private List<String> sourcesOf(Predicate<SourceTable> feeds) {
        return sources.stream()
                .filter(feeds)
                .map(table -> table.table().source())
                .distinct()
                .toList();
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
     * Links that have an effectivity satellite: those that some source table decides about. Of one that rows only
     * mention it is not said when it is open; the satellites that hang on it say when what they describe is there.
     *
     * <p>Why: docs/decisions/0040-a-link-may-have-no-life-of-its-own.md
     */
    public List<Link> linksWithEffectivity() {
        return links.stream().filter(this::hasEffectivity).toList();
    }

    public boolean hasEffectivity(Link link) {
        return sources.stream().anyMatch(source -> source.decides(link.name()));
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

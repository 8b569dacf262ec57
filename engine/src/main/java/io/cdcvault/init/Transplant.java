package io.cdcvault.init;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.ddl.ViewNames;
import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.DriftPolicy;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Link.Role;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was derived of one table, as a part of another model: its hubs are the model's, its own names are free there.
 */
final class Transplant {

    private static final int MOST = 1_000;

    private final VaultModel derived;
    private final SourceTable source;
    private final VaultModel model;
    /** By what a hub, link or satellite was derived as. */
    private final Map<String, String> names = new HashMap<>();

    /** @param source the table, as it was derived */
    Transplant(VaultModel derived, SourceTable source, VaultModel model) {
        this.derived = derived;
        this.source = source;
        this.model = model;
    }

    /** A model of the table alone, with the hubs that it mentions. */
    VaultModel part() {
        derived.sources().stream()
                .filter(other -> !other.table().equals(source.table()))
                .forEach(other -> model.source(other.table())
                        .flatMap(NewTable::ownHub)
                        .ifPresent(feed -> names.put(other.row(), feed.hub())));
        Set<String> known = Set.copyOf(names.keySet());
        Set<String> taken = taken();
        for (int number = 1; number < MOST; number++) {
            VaultModel candidate = candidate(known, number == 1 ? "" : "_" + number);
            if (tables(candidate, known).noneMatch(taken::contains)) {
                return candidate;
            }
        }
        throw new IllegalStateException("No name is left for " + source.table());
    }

    /** @param suffix of each name that is new */
    private VaultModel candidate(Set<String> known, String suffix) {
        Stream.of(
                        derived.hubs().stream().map(Hub::name),
                        source.links().stream().map(LinkFeed::link),
                        source.satellites().stream().map(SatelliteFeed::satellite))
                .flatMap(all -> all)
                .filter(name -> !known.contains(name))
                .forEach(name -> names.put(name, FittingName.of(name, suffix)));
        Set<String> fed = new HashSet<>();
        source.hubs().forEach(feed -> fed.add(feed.hub()));
        return new VaultModel(
                model.name(),
                model.settings(),
                derived.hubs().stream()
                        .filter(hub -> fed.contains(hub.name()))
                        .map(hub -> known.contains(hub.name())
                                ? model.hub(named(hub.name()))
                                : new Hub(named(hub.name()), hub.businessKey()))
                        .toList(),
                source.links().stream()
                        .map(feed -> link(derived.link(feed.link())))
                        .toList(),
                source.satellites().stream()
                        .map(feed -> satellite(derived.satellite(feed.satellite())))
                        .toList(),
                List.of(table(known)));
    }

    private Link link(Link link) {
        return new Link(
                named(link.name()),
                link.roles().stream()
                        .map(role -> new Role(role.name(), named(role.hub())))
                        .toList(),
                link.drivingRoles());
    }

    private Satellite satellite(Satellite satellite) {
        return new Satellite(
                named(satellite.name()), named(satellite.parent()), satellite.attributes(), satellite.childKey());
    }

    private SourceTable table(Set<String> known) {
        return new SourceTable(
                source.table(),
                named(source.row()),
                model.settings().recordSource(),
                Optional.empty(),
                source.hubs().stream().map(feed -> feed(feed, known)).toList(),
                source.links().stream()
                        .map(feed -> new LinkFeed(named(feed.link()), roles(feed.roles()), feed.isMention()))
                        .toList(),
                source.satellites().stream()
                        .map(feed ->
                                new SatelliteFeed(named(feed.satellite()), named(feed.parentRole()), feed.columns()))
                        .toList(),
                source.computed(),
                List.of(),
                List.of(),
                source.ignored(),
                ColumnHistory.NONE,
                DriftPolicy.NONE);
    }

    private Map<String, String> roles(Map<String, String> roles) {
        Map<String, String> renamed = new LinkedHashMap<>(roles);
        renamed.replaceAll((role, feed) -> named(feed));
        return renamed;
    }

    /** The columns of a hub of the model are called as there. */
    private HubFeed feed(HubFeed feed, Set<String> known) {
        String hub = named(feed.hub());
        if (!known.contains(feed.hub())) {
            return new HubFeed(named(feed.role()), hub, feed.columns());
        }
        SourceTable target = derived.sources().stream()
                .filter(other -> other.row().equals(feed.hub()))
                .findFirst()
                .orElseThrow();
        Map<String, String> derivedNames = new HashMap<>();
        NewTable.ownHub(target).orElseThrow().columns().forEach((key, column) -> derivedNames.put(column, key));
        Map<String, String> columns = new LinkedHashMap<>();
        NewTable.ownHub(model.source(target.table()).orElseThrow())
                .orElseThrow()
                .columns()
                .forEach((key, column) ->
                        columns.put(key, Objects.requireNonNull(feed.columns().get(derivedNames.get(column)))));
        return new HubFeed(named(feed.role()), hub, columns);
    }

    /** A role that is not called like a hub stays. */
    private String named(String name) {
        return names.getOrDefault(name, name);
    }

    private Set<String> taken() {
        Set<String> taken = new HashSet<>();
        tables(model, Set.of()).forEach(taken::add);
        return taken;
    }

    /** What a model's tables and views are called, without those of hubs that another model has already. */
    private Stream<String> tables(VaultModel of, Set<String> known) {
        Set<String> hubs = new HashSet<>();
        known.forEach(name -> hubs.add(named(name)));
        return Stream.of(
                        VaultTables.of(of).stream()
                                .filter(table -> !hubs.contains(table.element()))
                                .map(TableShape::name),
                        of.satellites().stream().flatMap(satellite -> ViewNames.of(satellite).stream()),
                        of.links().stream().flatMap(link -> ViewNames.of(link).stream()))
                .flatMap(all -> all);
    }
}

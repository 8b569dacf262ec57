package io.cdcvault.verify;

import io.cdcvault.change.Lsn;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.ReferencePath;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that there is to compare for one source table. */
final class Comparisons {

    private final VaultModel model;
    private final SourceTable source;
    private final ComparedCatalog catalog;
    private final SourceSelects inSource;
    private final VaultSelects inVault;

    Comparisons(VaultModel model, SourceTable source, ComparedCatalog catalog, Lsn lsn) {
        this.model = model;
        this.source = source;
        this.catalog = catalog;
        this.inSource = new SourceSelects(model, source, catalog);
        this.inVault = new VaultSelects(model, lsn);
    }

    List<Comparison> all() {
        List<Comparison> all = new ArrayList<>();
        if (model.isHub(source.row())) {
            all.add(rows(source.hubFeed(source.row())));
        }
        source.satellites().stream().map(this::versions).forEach(all::add);
        source.links().stream().map(this::links).forEach(all::add);
        source.resolved().stream().flatMap(feed -> resolved(feed).stream()).forEach(all::add);
        source.hubs().stream()
                .filter(feed -> !isSeenOtherwise(feed))
                .map(this::mentions)
                .forEach(all::add);
        return all;
    }

    private Comparison rows(HubFeed feed) {
        return comparison(
                model.settings().naming().statusTable(model.hub(feed.hub())),
                keys(feed),
                List.of(),
                inSource.rows(feed),
                inVault.rows(model.hub(feed.hub())),
                false);
    }

    private Comparison versions(SatelliteFeed feed) {
        Satellite satellite = model.satellite(feed.satellite());
        boolean isOfRow = feed.parentRole().equals(source.row());
        boolean livesAndDies = isOfRow || model.isLink(satellite.parent()) || model.hasOwnLife(satellite);
        List<Comparison.Key> keys = new ArrayList<>(
                model.isLink(satellite.parent())
                        ? keys(model.link(satellite.parent()), inSource.linkFeed(satellite.parent()))
                        : keys(source.hubFeed(feed.parentRole())));
        satellite
                .childKey()
                .forEach(child -> keys.add(key(child.name(), feed.columns().get(child.name()))));
        return comparison(
                satellite.name(),
                keys,
                names(satellite.attributes()),
                inSource.versions(feed),
                inVault.versions(satellite, isOfRow),
                !livesAndDies);
    }

    private Comparison links(LinkFeed feed) {
        Link link = model.link(feed.link());
        return feed.isMention()
                ? comparison(
                        link.name(), keys(link, feed), List.of(), inSource.links(feed), inVault.seenLinks(link), true)
                : comparison(
                        link.name(), keys(link, feed), List.of(), inSource.links(feed), inVault.links(link), false);
    }

    /** None when the source has lost a column that a reference is made of. */
    private Optional<Comparison> resolved(LinkFeed feed) {
        Link link = model.link(feed.link());
        boolean isThere = feed.roles().values().stream()
                .flatMap(role -> source.reference(role).stream())
                .allMatch(reference ->
                        catalog.hasColumns(source.table(), reference.columns().values())
                                && catalog.hasColumns(
                                        reference.table(), reference.columns().keySet())
                                && ReferencePath.of(model, source, reference).isPresent());
        return isThere
                ? Optional.of(comparison(
                        link.name(),
                        resolvedKeys(link, feed),
                        List.of(),
                        inSource.resolved(feed),
                        inVault.links(link),
                        false))
                : Optional.empty();
    }

    private List<Comparison.Key> resolvedKeys(Link link, LinkFeed feed) {
        List<Comparison.Key> keys = new ArrayList<>();
        for (Link.Role role : link.roles()) {
            String from = Objects.requireNonNull(feed.roles().get(role.name()));
            Optional<Reference> reference = source.reference(from);
            names(model.hub(role.hub()).businessKey())
                    .forEach(name -> keys.add(new Comparison.Key(
                            role.name().equals(name) ? name : role.name() + "." + name,
                            reference
                                    .map(each ->
                                            String.join(", ", each.columns().values()))
                                    .orElseGet(() -> Objects.requireNonNull(
                                            source.hubFeed(from).columns().get(name))))));
        }
        return keys;
    }

    private Comparison mentions(HubFeed feed) {
        return comparison(
                feed.hub(), keys(feed), List.of(), inSource.mentions(feed), inVault.keys(model.hub(feed.hub())), true);
    }

    /** Of the row itself, and of a link between the row and this hub only, nothing can be missing unnoticed. */
    private boolean isSeenOtherwise(HubFeed feed) {
        return feed.role().equals(source.row())
                || source.drivenLinks().stream()
                        .filter(link -> link.roles().containsValue(feed.role()))
                        .anyMatch(link -> link.link().equals(source.row())
                                || link.roles().values().stream()
                                        .allMatch(role -> role.equals(feed.role()) || role.equals(source.row())));
    }

    private Comparison comparison(
            String subject,
            List<Comparison.Key> keys,
            List<String> values,
            String sourceSelect,
            String vaultSelect,
            boolean allowsMore) {
        return new Comparison(
                source.table(), subject, keys, values, sourceSelect, vaultSelect, allowsMore, inSource.risky());
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private List<Comparison.Key> keys(HubFeed feed) {
        return names(model.hub(feed.hub()).businessKey()).stream()
                .map(name -> key(name, feed.columns().get(name)))
                .toList();
    }

    /** An end's role distinguishes the keys of two ends that are the same hub. */
    private List<Comparison.Key> keys(Link link, LinkFeed feed) {
        List<Comparison.Key> keys = new ArrayList<>();
        for (Link.Role role : link.roles()) {
            HubFeed end = source.hubFeed(Objects.requireNonNull(feed.roles().get(role.name())));
            keys(end)
                    .forEach(key -> keys.add(
                            role.name().equals(key.name())
                                    ? key
                                    : new Comparison.Key(role.name() + "." + key.name(), key.sourceColumn())));
        }
        return keys;
    }

    private static Comparison.Key key(String name, @Nullable String sourceColumn) {
        return new Comparison.Key(name, Objects.requireNonNull(sourceColumn));
    }
}

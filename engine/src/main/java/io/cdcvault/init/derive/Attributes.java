package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.init.derive.Hubs.Known;
import io.cdcvault.schema.model.Column;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which columns of a table are attributes: those that no key of a hub or link holds. */
final class Attributes {

    private final Shape shape;
    private final CatalogTable table;
    private final Mentions mentions;
    private final UsableKeys keys;
    private final Map<String, String> types = new HashMap<>();

    Attributes(Shape shape, Mentions mentions, UsableKeys keys) {
        this.shape = shape;
        this.table = shape.table();
        this.mentions = mentions;
        this.keys = keys;
        mentions.own().ifPresent(this::addTypes);
        mentions.all().forEach(mention -> addTypes(mention.known()));
    }

    /** In the table's order. */
    List<Attribute> all() {
        Set<String> held = held();
        List<Attribute> attributes = attributes(held);
        // A part of a thing is a satellite, and a satellite is not empty.
        return attributes.isEmpty() && shape.kind() == Shape.Kind.PART
                ? attributes(Set.copyOf(shape.key().columns()))
                : attributes;
    }

    private List<Attribute> attributes(Set<String> held) {
        Set<String> identifying = Set.copyOf(table.identifyingColumns());
        return table.columns().stream()
                .filter(column -> keys.isPublished(column) && !held.contains(column.name()))
                .map(column -> new Attribute(
                        column,
                        types.getOrDefault(column.name(), column.type().held()),
                        identifying.contains(column.name())))
                .toList();
    }

    /** Columns that the vault holds in keys; not those by which the log knows a row, which a satellite must hold. */
    private Set<String> held() {
        Set<String> held = new HashSet<>();
        mentions.all().stream()
                .filter(this::isWhole)
                .forEach(mention -> held.addAll(mention.key().columns()));
        held.removeAll(table.identifyingColumns());
        held.addAll(shape.key().columns());
        return held;
    }

    /** Of a key that may be empty in part, the other columns would be lost. */
    private boolean isWhole(Mention mention) {
        return mention.key().columns().size() == 1
                || mention.key().columns().stream().map(table::column).allMatch(CatalogColumn::isNotNull);
    }

    /** A column is staged once for each type: that of the first hub it feeds is the one that the loader looks for. */
    private void addTypes(Known known) {
        for (Column key : known.hub().businessKey()) {
            types.putIfAbsent(Objects.requireNonNull(known.columns().get(key.name())), key.type());
        }
    }
}

package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which columns of a table are attributes: those that no key of a hub or link holds. */
final class Attributes {

    private final Shape shape;
    private final CatalogTable table;
    private final Mentions mentions;
    private final UsableKeys keys;

    Attributes(Shape shape, Mentions mentions, UsableKeys keys) {
        this.shape = shape;
        this.table = shape.table();
        this.mentions = mentions;
        this.keys = keys;
    }

    /** In the table's order. */
    List<Attribute> all() {
        Set<String> held = held();
        Set<String> identifying = Set.copyOf(table.identifyingColumns());
        return table.columns().stream()
                .filter(column -> keys.isPublished(column) && !held.contains(column.name()))
                .map(column -> new Attribute(column, mentions.type(column.name()), identifying.contains(column.name())))
                .toList();
    }

    /** Columns that the vault holds in keys; not those by which the log knows a row, which a satellite must hold. */
    private Set<String> held() {
        Set<String> held = new HashSet<>();
        mentions.all().stream()
                .filter(mention -> !isPartial(mention))
                .forEach(mention -> held.addAll(mention.key().columns()));
        mentions.all().stream()
                .filter(this::isPartial)
                .flatMap(mention -> mention.key().required().stream())
                .filter(column -> !table.column(column).type().isNumberOrUuid())
                // A large value that an update leaves alone is in no log: an expression finds it in a satellite only.
                .forEach(held::remove);
        held.removeAll(table.identifyingColumns());
        held.addAll(shape.key().columns());
        return held;
    }

    /** Of a key that may be empty in part, the other columns would be lost. */
    private boolean isPartial(Mention mention) {
        return MatchSimple.isPartial(table, mention.key());
    }
}

package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.init.derive.Hubs.Known;
import io.cdcvault.init.derive.Shape.Kind;
import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.DriftPolicy;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of one table. */
final class TableDerivation {

    private final Shape shape;
    private final CatalogTable table;
    private final Shapes shapes;
    private final UsableKeys keys;
    private final Remarks remarks;
    private final Mentions mentions;

    TableDerivation(Shape shape, Shapes shapes, Hubs hubs, UsableKeys keys, Remarks remarks) {
        this.shape = shape;
        this.table = shape.table();
        this.shapes = shapes;
        this.keys = keys;
        this.remarks = remarks;
        this.mentions = new Mentions(shape, shapes, hubs);
    }

    void addTo(VaultParts parts, VaultNames names, String recordSource) {
        TableLinks links = new TableLinks(shape, mentions, names, remarks);
        String parent = mentions.own()
                .map(own -> own.hub().name())
                .orElseGet(() -> links.links().get(0).name());
        List<Attribute> attributes = new Attributes(shape, mentions, keys).all();
        TableSatellites satellites = new TableSatellites(shape, parent, attributes, names, remarks);
        List<String> ignored = table.columns().stream()
                .filter(column -> !keys.isPublished(column))
                .map(CatalogColumn::name)
                .toList();
        String row = shape.isSatellite() ? satellites.satellites().get(0).name() : parent;
        if (shape.isThing()) {
            mentions.own().ifPresent(own -> parts.hubs().add(own.hub()));
            mentions.own().ifPresent(this::remarkHub);
        }
        parts.links().addAll(links.links());
        parts.satellites().addAll(satellites.satellites());
        parts.sources()
                .add(new SourceTable(
                        table.name(),
                        row,
                        recordSource,
                        Optional.empty(),
                        links.hubs(),
                        links.feeds(),
                        satellites.feeds(),
                        links.computed(),
                        links.references(),
                        links.resolved(),
                        ignored,
                        ColumnHistory.NONE,
                        DriftPolicy.NONE));
        links.links().stream().map(Link::name).forEach(this::place);
        satellites.satellites().stream().map(Satellite::name).forEach(this::place);
        remarkSource(attributes, ignored);
    }

    private void place(String element) {
        remarks.origin(element, table.name());
    }

    private void remarkHub(Known own) {
        String hub = own.hub().name();
        place(hub);
        shape.key().remarks().forEach(remark -> remarks.element(hub, remark));
        if (shape.kind() == Kind.REFERENCE) {
            remarks.element(
                    hub,
                    "A look-up table: a key and what it stands for. If it is more than that, call it hub_"
                            + own.entity() + ".");
        }
        owner().ifPresent(key -> {
            List<String> others = shape.key().columns().stream()
                    .filter(column -> !key.columns().contains(column))
                    .toList();
            remarks.element(
                    hub,
                    "Its key contains that of " + key.target()
                            + ". Alternative: a multi-active satellite of that hub, with " + KeyScore.words(others)
                            + " as child_key.");
        });
        own.columns().forEach((column, source) -> TypeRemark.of(table.column(source))
                .ifPresent(remark -> remarks.column(hub, column, remark)));
    }

    private Optional<ForeignKey> owner() {
        Set<String> own = Set.copyOf(shape.key().columns());
        return mentions.all().stream()
                .map(Mention::key)
                .filter(key -> own.containsAll(key.columns())
                        && own.size() > key.columns().size())
                .filter(key -> !key.target().equals(table.name()))
                .findFirst();
    }

    private void remarkSource(List<Attribute> attributes, List<String> ignored) {
        TableName name = table.name();
        for (ForeignKey key : table.foreignKeys()) {
            if (shapes.follow(table, key).isEmpty() && !shapes.references(table).contains(key)) {
                remarks.source(name, unresolved(key));
            }
        }
        mentions.all().stream()
                .filter(mention -> MatchSimple.isPartial(table, mention.key()))
                .forEach(mention -> remarks.source(name, partial(mention)));
        mentions.codes().stream()
                .filter(key -> !shape.key().columns().containsAll(key.columns()))
                .forEach(key -> remarks.source(
                        name,
                        KeyScore.words(key.columns()) + " is a code of the look-up table " + key.target()
                                + ", and an attribute: it needs no link."));
        String found = attributes.stream()
                .filter(Attribute::isFixed)
                .map(attribute -> attribute.source().name())
                .collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
            remarks.source(
                    name,
                    "A deletion carries " + found + " only: as an attribute it leads to the row. An index on it in the"
                            + " vault makes deletions faster.");
        }
        if (!ignored.isEmpty()) {
            remarks.source(
                    name,
                    "Generated, and not in the replication stream: " + String.join(", ", ignored)
                            + ". Map the columns that they are made of.");
        }
        if (table.isHidden()) {
            remarks.source(
                    name,
                    "Row-level security hides rows of it from the user that `cdc-vault init` logged in as. The service"
                            + " refuses the table until its user sees all: alter role … bypassrls.");
        }
    }

    private static String partial(Mention mention) {
        return "A row refers to " + mention.key().target() + " only where none of "
                + KeyScore.words(mention.key().required())
                + " is empty (MATCH SIMPLE). Where one is, the expression leaves the key of "
                + mention.known().hub().name() + " empty, and there is no link.";
    }

    private String unresolved(ForeignKey key) {
        String what = KeyScore.words(key.columns()) + " refers to " + key.target();
        if (!MatchSimple.canBeSaid(table, key)) {
            return what + " where none of these is empty, which an expression would say, but it cannot use columns of"
                    + " such names: no link, the values are attributes.";
        }
        return shapes.of(key.target())
                .map(target -> what + " by " + KeyScore.words(key.targetColumns()) + ", but the vault knows it by "
                        + KeyScore.words(target.key().columns()) + ": no link, the values are attributes.")
                .orElse(what + ", which is not in this model: no link, the values are attributes.");
    }
}

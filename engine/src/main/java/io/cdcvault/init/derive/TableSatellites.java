package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.init.derive.Shape.Kind;
import io.cdcvault.init.derive.Split.Share;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The satellites that a table fills. */
final class TableSatellites {

    private static final Naming NAMING = Naming.standard();

    private final Shape shape;
    private final String parent;
    private final VaultNames names;
    private final Remarks remarks;
    private final List<Satellite> satellites = new ArrayList<>();
    private final List<SatelliteFeed> feeds = new ArrayList<>();

    /** @param parent the hub or link that the table's rows are, or are a part of */
    TableSatellites(Shape shape, String parent, List<Attribute> attributes, VaultNames names, Remarks remarks) {
        this.shape = shape;
        this.parent = parent;
        this.names = names;
        this.remarks = remarks;
        List<Share> shares = shape.isSatellite() ? List.of(new Share("", attributes, "")) : Split.of(attributes);
        shares.forEach(this::add);
    }

    List<Satellite> satellites() {
        return List.copyOf(satellites);
    }

    List<SatelliteFeed> feeds() {
        return List.copyOf(feeds);
    }

    private void add(Share share) {
        String entity = Spelling.entity(shape.table().name().table());
        boolean ofReference = shape.kind() == Kind.REFERENCE;
        String name = names.satellite(
                ofReference ? "ref_" : "sat_",
                entity + (ofReference ? "_names" : "") + share.suffix(),
                shape.table().name());
        ColumnNames columnNames = new ColumnNames(entity, ownColumns());
        List<Column> childKey = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        Map<String, String> sources = new LinkedHashMap<>();
        for (String child : shape.childKey()) {
            CatalogColumn source = shape.table().column(child);
            String column = columnNames.of(child);
            childKey.add(new Column(column, source.type().held()));
            sources.put(column, child);
            remark(name, column, source);
        }
        for (Attribute attribute : share.attributes()) {
            String column = columnNames.of(attribute.source().name());
            columns.add(new Column(column, attribute.type()));
            sources.put(column, attribute.source().name());
            remark(name, column, attribute.source());
        }
        satellites.add(new Satellite(name, parent, columns, childKey));
        feeds.add(new SatelliteFeed(name, parent, sources));
        if (!share.remark().isEmpty()) {
            remarks.element(name, share.remark());
        }
        if (shape.kind() == Kind.PART) {
            remarks.element(name, part(columns.isEmpty()));
        }
    }

    private String part(boolean isMark) {
        String owner = shape.leads().get(0).target().toString();
        return (isMark
                        ? "A row of " + shape.table().name() + " marks one of " + owner
                                + " and says no more: its primary key is the foreign key, and is_active says whether it"
                                + " is there."
                        : "One row of " + shape.table().name() + " is more about one of " + owner
                                + ": its primary key is the foreign key.")
                + " Alternative: a hub of its own with a link.";
    }

    private void remark(String satellite, String column, CatalogColumn source) {
        if (!column.equals(source.name())) {
            remarks.column(satellite, column, source.name() + " at the source");
        }
        TypeRemark.of(source).ifPresent(remark -> remarks.column(satellite, column, remark));
        if (Audit.isTouched(source)) {
            remarks.column(
                    satellite,
                    column,
                    "changes with each update: each makes a version; or list it under `ignore` of the source");
        }
    }

    /** What the satellite and the views over it have beside attributes. */
    private List<String> ownColumns() {
        boolean ofLink = shape.isRelation();
        List<String> own = new ArrayList<>(List.of(
                ofLink
                        ? NAMING.hashKey(new Link(parent, List.of(), List.of()))
                        : NAMING.hashKey(new Hub(parent, List.of())),
                NAMING.loadDate(),
                NAMING.hashDiff(),
                NAMING.recordSource(),
                NAMING.sourceLsn(),
                // Of the views.
                "is_live",
                "load_end_dts"));
        if (shape.isSatellite()) {
            own.add(NAMING.isActive());
        }
        return own;
    }
}

package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.init.derive.Shape.Kind;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The hubs of the tables whose rows are things, and how each table's rows name them. */
final class Hubs {

    private static final Naming NAMING = Naming.standard();
    private static final int PREFIX = "hub_".length();

    private final Shapes shapes;
    private final Map<TableName, Known> known = new HashMap<>();

    /**
     * A hub as one table's rows name it.
     *
     * @param columns business-key column to the table's column
     */
    record Known(Hub hub, Map<String, String> columns) {

        /** What the hub is called in a role. */
        String entity() {
            return hub.name().substring(PREFIX);
        }
    }

    Hubs(Shapes shapes, List<Shape> inOrder, VaultNames names) {
        this.shapes = shapes;
        inOrder.stream()
                .filter(Shape::isThing)
                .forEach(shape -> known.put(shape.table().name(), thing(shape, names)));
    }

    /** Of a thing its own hub, of a part its owner's. */
    Known of(Shape shape) {
        if (shape.isThing()) {
            return Objects.requireNonNull(known.get(shape.table().name()));
        }
        var lead = shape.leads().get(0);
        Known owner = of(shapes.of(lead.target())
                .orElseThrow(() -> new IllegalStateException(lead.target() + " is not in the model")));
        return through(owner, lead.byTarget());
    }

    /** The same hub, named by the columns that refer to it. */
    static Known through(Known target, Map<String, String> byTarget) {
        Map<String, String> columns = new LinkedHashMap<>();
        target.columns().forEach((key, column) -> columns.put(key, Objects.requireNonNull(byTarget.get(column))));
        return new Known(target.hub(), columns);
    }

    private static Known thing(Shape shape, VaultNames names) {
        String prefix = shape.kind() == Kind.REFERENCE ? "ref_" : "hub_";
        String name = names.hub(prefix, shape.table().name());
        String entity = name.substring(PREFIX);
        ColumnNames columnNames = new ColumnNames(
                entity, List.of(NAMING.hashKey(new Hub(name, List.of())), NAMING.loadDate(), NAMING.recordSource()));
        List<Column> key = new ArrayList<>();
        Map<String, String> columns = new LinkedHashMap<>();
        for (String column : shape.key().columns()) {
            CatalogColumn source = shape.table().column(column);
            // Alone it says nothing where it stands beside other hubs' keys.
            String called = columnNames.of(column.equalsIgnoreCase("id") ? entity + "_id" : column);
            key.add(new Column(called, source.type().held()));
            columns.put(called, column);
        }
        return new Known(new Hub(name, key), columns);
    }
}

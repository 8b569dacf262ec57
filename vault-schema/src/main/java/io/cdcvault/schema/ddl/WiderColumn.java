package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.dropIndexIfExists;
import static org.jooq.impl.DSL.name;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.WiderTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A column of a vault's table that becomes wider: the model has a type that holds more than the table's.
 *
 * @param from as the warehouse writes it
 * @param to holds what the table has, by the same texts, and what the model wants
 */
public record WiderColumn(String table, String column, String from, String to) {

    /**
     * Those that the model makes wider.
     *
     * @param types of the columns that the vault's tables have, by table and name
     */
    public static List<WiderColumn> of(VaultModel model, Map<String, Map<String, String>> types) {
        List<WiderColumn> wider = new ArrayList<>();
        model.hubs().forEach(hub -> add(wider, hub.name(), hub.businessKey(), types));
        for (Satellite satellite : model.satellites()) {
            add(wider, satellite.name(), satellite.attributes(), types);
            add(wider, satellite.name(), satellite.childKey(), types);
        }
        return wider;
    }

    private static void add(
            List<WiderColumn> wider, String table, List<Column> columns, Map<String, Map<String, String>> types) {
        Map<String, String> present = types.getOrDefault(table, Map.of());
        for (Column column : columns) {
            Optional.ofNullable(present.get(column.name()))
                    .flatMap(from -> of(table, column, from))
                    .ifPresent(wider::add);
        }
    }

    private static Optional<WiderColumn> of(String table, Column column, String from) {
        return WiderTypes.union(from, column.type())
                // Any value has a text.
                .or(() -> Optional.of(column.type()).filter("text"::equals))
                .filter(to -> !to.equals(from))
                .map(to -> new WiderColumn(table, column.name(), from, to));
    }

    /** Such as {@code sat_item.name from character varying(20) to text}. */
    public String text() {
        return table + "." + column + " from " + from + " to " + to;
    }

    /** Changes the types of some columns of one table; the text of each value stays as it is. */
    public static String alterStatement(String schema, List<WiderColumn> columns) {
        List<String> changes = columns.stream()
                .map(column -> {
                    String named = Renderer.sql(name(column.column()));
                    boolean isConverted =
                            WiderTypes.union(column.from(), column.to()).isEmpty();
                    return "alter column " + named + " type " + column.to()
                            + (isConverted ? " using cast(" + named + " as text)" : "");
                })
                .toList();
        return "alter table " + Renderer.sql(name(schema, columns.get(0).table())) + " " + String.join(", ", changes);
    }

    /**
     * Drops the index on a business key that is of another kind for the wider columns: what is unlimited does not fit
     * into a b-tree. The index that the model has comes with its table.
     */
    public static List<String> indexStatements(VaultModel model, List<WiderColumn> columns) {
        List<String> statements = new ArrayList<>();
        for (Hub hub : model.hubs()) {
            List<Column> former = new ArrayList<>();
            for (Column column : hub.businessKey()) {
                former.add(columns.stream()
                        .filter(each ->
                                each.table().equals(hub.name()) && each.column().equals(column.name()))
                        .findFirst()
                        .map(each -> new Column(column.name(), each.from()))
                        .orElse(column));
            }
            if (!former.equals(hub.businessKey())) {
                List<IndexShape> present = BusinessKeyIndex.of(hub);
                BusinessKeyIndex.of(new Hub(hub.name(), former)).stream()
                        .filter(index -> !present.contains(index))
                        .map(index -> Renderer.sql(dropIndexIfExists(
                                name(model.settings().schema(), IndexName.of(hub.name(), index.columns())))))
                        .forEach(statements::add);
            }
        }
        return statements;
    }
}

package io.cdcvault.schema.ddl;

import java.util.List;

/**
 * A table of the vault.
 *
 * @param element the hub, link or satellite of the model that the table results from
 * @param indexes besides the primary key's
 */
public record TableShape(
        String name,
        Kind kind,
        String element,
        String comment,
        List<ColumnShape> columns,
        List<String> primaryKey,
        List<IndexShape> indexes,
        List<Reference> references) {

    public TableShape {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        indexes = List.copyOf(indexes);
        references = List.copyOf(references);
    }

    public List<String> columnNames() {
        return columns.stream().map(ColumnShape::name).toList();
    }

    /** What a table of the vault is for. */
    public enum Kind {
        HUB,
        STATUS,
        LINK,
        EFFECTIVITY,
        SATELLITE
    }

    /** A column that holds another table's hash key. */
    public record Reference(String column, String table, String key) {}
}

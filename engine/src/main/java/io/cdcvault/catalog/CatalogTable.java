package io.cdcvault.catalog;

import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A relation of the source that holds or shows rows.
 *
 * @param columns in the table's order
 * @param keys unique indexes of any kind
 * @param foreignKeys in the order of their columns
 * @param partitions what keeps a partition's changes from being published, in words; empty when nothing does
 * @param extension the extension that the table belongs to
 * @param isHidden whether row-level security hides rows from the user who reads the catalog
 */
public record CatalogTable(
        TableName name,
        Kind kind,
        boolean isLogged,
        ReplicaIdentity identity,
        List<CatalogColumn> columns,
        List<UniqueKey> keys,
        List<ForeignKey> foreignKeys,
        Optional<String> partitions,
        Optional<String> extension,
        boolean isHidden) {

    public CatalogTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** What a relation is. */
    public enum Kind {
        TABLE,
        PARTITIONED_TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        FOREIGN_TABLE
    }

    /** What PostgreSQL logs of a row that is updated or deleted. */
    public enum ReplicaIdentity {
        DEFAULT,
        INDEX,
        FULL,
        NOTHING
    }

    /**
     * The column of this name.
     *
     * @throws IllegalArgumentException when there is none; keys name only columns that exist
     */
    public CatalogColumn column(String column) {
        return columns.stream()
                .filter(each -> each.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no column " + column));
    }

    /** The primary key, of any kind. */
    public Optional<UniqueKey> primaryKey() {
        return keys.stream().filter(UniqueKey::isPrimary).findFirst();
    }

    /** The columns by which the log knows a row; empty when it holds the whole row, or nothing. */
    public List<String> identifyingColumns() {
        return switch (identity) {
            case DEFAULT -> primaryKey().map(UniqueKey::columns).orElse(List.of());
            case INDEX ->
                keys.stream()
                        .filter(UniqueKey::isIdentity)
                        .findFirst()
                        .map(UniqueKey::columns)
                        .orElse(List.of());
            case FULL, NOTHING -> List.of();
        };
    }
}

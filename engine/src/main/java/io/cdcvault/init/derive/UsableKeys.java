package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogColumn.Generation;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.UniqueKey;
import java.util.List;

/**
 * Which keys may identify a row in a vault: those that hold for every row and at every moment, whose columns are never
 * empty and are in the replication stream.
 *
 * @param publishesStored whether stored generated columns are in it
 */
record UsableKeys(boolean publishesStored) {

    List<UniqueKey> of(CatalogTable table) {
        return table.keys().stream()
                .filter(key -> isUsable(key, table) && canBeFollowed(key, table))
                .toList();
    }

    boolean isPublished(CatalogColumn column) {
        return column.generation() == Generation.NONE || (column.generation() == Generation.STORED && publishesStored);
    }

    /** The log of a change says nothing of columns beside those that identify the row there, which would suffice. */
    private static boolean canBeFollowed(UniqueKey key, CatalogTable table) {
        List<String> identifying = table.identifyingColumns();
        return identifying.isEmpty()
                || identifying.containsAll(key.columns())
                || !key.columns().containsAll(identifying);
    }

    private boolean isUsable(UniqueKey key, CatalogTable table) {
        return key.isWhole()
                && key.isImmediate()
                && !key.columns().isEmpty()
                && key.columns().stream()
                        .map(table::column)
                        .allMatch(column -> column.isNotNull() && isPublished(column));
    }
}

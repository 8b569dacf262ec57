package io.cdcvault.catalog;

import java.util.List;

/**
 * A unique index.
 *
 * @param columns in the index's order; without expressions
 * @param isImmediate whether it is checked row by row: a deferrable key is not
 * @param isWhole whether it holds for all rows and for columns alone: no condition, no expression
 * @param isIdentity whether it is the table's replica identity
 */
public record UniqueKey(
        String name,
        List<String> columns,
        boolean isPrimary,
        boolean isImmediate,
        boolean isWhole,
        boolean isIdentity) {

    public UniqueKey {
        columns = List.copyOf(columns);
    }
}

package io.cdcvault.schema.model;

import java.util.Map;

/**
 * A hub whose business key does not stand in the source table's own row, but in the row of another table that it refers
 * to.
 *
 * <p>Why: docs/decisions/0031-links-over-references-follow-both-rows.md
 *
 * @param role the hub's own name unless the file says {@code hub_x as role}
 * @param table whose rows stand for the hub
 * @param columns column of that table to column of the row that refers to it by having the same value
 */
public record Reference(String role, String hub, TableName table, Map<String, String> columns) {

    public Reference {
        columns = Ordered.copy(columns);
    }
}

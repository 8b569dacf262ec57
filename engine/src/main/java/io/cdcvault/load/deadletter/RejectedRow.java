package io.cdcvault.load.deadletter;

import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;

/**
 * A row's change of which it turned out late, among all that is staged, that it cannot be loaded.
 *
 * @param loadDate of its transaction, in microseconds since 1970
 */
public record RejectedRow(RowKey row, long loadDate, String reason) {

    /** Some row of a table, not known which: they are staged again, each with its key. */
    public static RejectedRow someRowOf(TableName table, long loadDate, String reason) {
        return new RejectedRow(RowKey.some(table), loadDate, reason);
    }
}

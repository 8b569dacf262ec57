package io.cdcvault.change;

import io.cdcvault.schema.model.TableName;

/**
 * A snapshot of one table that is taken while streaming continues, on request.
 *
 * @param number grows with each that is asked for
 * @param isPartial whether the rows of some keys are read and no others: of the rest it says nothing
 */
public record TableSnapshot(long number, TableName table, boolean isPartial) {

    /** Of all rows. */
    public TableSnapshot(long number, TableName table) {
        this(number, table, false);
    }
}

package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.SNAPSHOT_ROW;

import org.jooq.Table;

/** The rows that a snapshot has shown, while it is under way; the load's own statements write and compare them. */
public final class ShownRows {

    private ShownRows() {}

    public static Table<?> table() {
        return SNAPSHOT_ROW;
    }
}

package io.cdcvault.load.deadletter;

import io.cdcvault.bookkeeping.RejectedChanges;
import io.cdcvault.change.LoadDate;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.util.Optional;

/** What the load of a table's staged changes failed for, although each could be staged. */
public sealed interface RejectedChange {

    TableName table();

    String reason();

    /** As the warehouse remembers it until the batch is loaded again. */
    RejectedChanges.Change remembered();

    /** A row's change in one transaction. */
    record OfRow(RowKey row, LoadDate loadDate, String reason) implements RejectedChange {

        @Override
        public TableName table() {
            return row.table();
        }

        @Override
        public RejectedChanges.Change remembered() {
            return new RejectedChanges.Change(table(), Optional.of(row.json()), loadDate, StoredText.of(reason));
        }
    }

    /** Some change of a table, not known which: they are staged again, each with its row's key, to be bisected. */
    record Unknown(TableName table, String reason) implements RejectedChange {

        @Override
        public RejectedChanges.Change remembered() {
            return new RejectedChanges.Change(table, Optional.empty(), LoadDate.BEFORE_FIRST, StoredText.of(reason));
        }
    }
}

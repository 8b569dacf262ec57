package io.cdcvault.capture.snapshot;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionStamp;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Some rows of a table as they stood at one position of the WAL. They belong into the stream between the transactions
 * that they show and those that they do not.
 *
 * @param lsn where they were read
 * @param time on the master's clock right before they were read, in microseconds since 1970
 * @param next after these rows
 * @param isLast whether the table has no more
 */
public record SnapshotChunk(
        TableSnapshot snapshot,
        Lsn lsn,
        VisibleTransactions shown,
        long time,
        List<TableRows.Row> rows,
        SnapshotCursor next,
        boolean isLast) {

    public SnapshotChunk {
        rows = List.copyOf(rows);
    }

    /** One of its rows as the connector would hand it over. */
    public SourceRecord record(int index, TransactionStamp stamp) {
        return rows.get(index).record(this, stamp, index + 1);
    }

    /** What its END and its rows call it: no transaction of the source has such a number. */
    public String id() {
        return "s" + snapshot.number() + "." + next.rows() + ":" + lsn.bytes();
    }
}

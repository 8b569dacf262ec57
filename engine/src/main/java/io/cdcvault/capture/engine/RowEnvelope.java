package io.cdcvault.capture.engine;

import io.cdcvault.change.Envelope;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;

/** A row's envelope as JSON, and what it means: without where it came from and what transaction it belongs to. */
// The array is not copied: it is never written to, and copies would double the work.
@SuppressWarnings("ArrayRecordComponent")
record RowEnvelope(byte[] json, RowChange row) implements Envelope {

    /** With a key, so that a row that nothing but its key shows is left to the JSON. */
    private static final Origin NOWHERE = new Origin(new byte[0], new byte[0], new Origin.Place("", 0));

    private static final TransactionStamp NO_STAMP = TransactionStamp.BEFORE_FIRST;

    /** Without the row where only the JSON shows it, or that it shows none. */
    static Envelope of(byte[] json, StructRows rows, Struct envelope) {
        try {
            return rows.row(envelope, NOWHERE, NO_STAMP, Optional.empty())
                    .<Envelope>map(row -> new RowEnvelope(json, row))
                    .orElseGet(() -> Envelope.of(json));
        } catch (IllegalArgumentException e) {
            return Envelope.of(json);
        }
    }

    @Override
    public Envelope written() {
        return this;
    }

    @Override
    public long size() {
        return json.length;
    }

    @Override
    public Optional<RowChange> row(Origin origin, TransactionStamp stamp, Optional<Lsn> commitLsn) {
        RowChange known = row.of(origin);
        return Optional.of(commitLsn.map(lsn -> known.of(stamp, lsn)).orElseGet(() -> known.in(stamp)));
    }
}

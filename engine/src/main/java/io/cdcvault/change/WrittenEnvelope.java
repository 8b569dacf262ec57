package io.cdcvault.change;

import java.util.Optional;

/** Nothing but JSON. */
// The array is not copied: it is never written to, and copies would double the work.
@SuppressWarnings("ArrayRecordComponent")
record WrittenEnvelope(byte[] json) implements Envelope {

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
        return Optional.empty();
    }
}

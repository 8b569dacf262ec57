package io.cdcvault.change;

import java.util.Optional;

/**
 * What a record of a change topic holds, in its form on the topics and, where it was captured by this process, as
 * values. Thread-safe.
 */
public interface Envelope {

    /** As JSON, byte for byte as it is published. */
    byte[] json();

    /** The same, as short as it can be kept: its JSON, and the row change if that shows without the JSON. */
    Envelope written();

    /** How many bytes its JSON has, or about as many when it has not been written. */
    long size();

    /**
     * The row change that reading the JSON gives, without the JSON; empty when only the JSON shows it.
     *
     * @param origin with this envelope
     * @param commitLsn where the transaction committed; empty as long as its end has not come
     * @throws IllegalArgumentException when it is no row's envelope
     */
    Optional<RowChange> row(Origin origin, TransactionStamp stamp, Optional<Lsn> commitLsn);

    /** Of JSON that came from elsewhere. The array is not copied and must not be changed. */
    static Envelope of(byte[] json) {
        return new WrittenEnvelope(json);
    }
}

package io.cdcvault.change;

import org.jspecify.annotations.Nullable;

/**
 * One record of a change topic: Debezium's envelope, and our stamp.
 *
 * @param topic the whole topic name
 * @param key the row's key as JSON; null for a truncate and for metadata without one
 * @param envelope null for a tombstone
 * @param snapshot of the row's table that is under way, or that the END completes a part of; null when there is none
 * @param committed of an END, where its transaction committed; null for other records
 */
// Arrays are not copied: a record lives between one serializer and one producer, and copies would double the work.
@SuppressWarnings("ArrayRecordComponent")
public record ChangeRecord(
        Kind kind,
        String topic,
        byte @Nullable [] key,
        @Nullable Envelope envelope,
        TransactionStamp stamp,
        long events,
        @Nullable TableSnapshot snapshot,
        @Nullable Lsn committed) {

    /**
     * Of JSON, while no snapshot of its table is under way.
     *
     * @param value the envelope; null for a tombstone
     */
    public ChangeRecord(
            Kind kind,
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            TransactionStamp stamp,
            long events) {
        this(kind, topic, key, value == null ? null : Envelope.of(value), stamp, events, null, null);
    }

    /** The envelope as JSON, which is written now if it was not before; null for a tombstone. */
    public byte @Nullable [] value() {
        return envelope == null ? null : envelope.json();
    }

    /** The same with an envelope in another form. */
    public ChangeRecord with(Envelope other) {
        return new ChangeRecord(kind, topic, key, other, stamp, events, snapshot, committed);
    }

    /** The same, with nothing left to be written when its JSON is needed; see {@link Envelope#written}. */
    public ChangeRecord written() {
        return envelope == null ? this : with(envelope.written());
    }

    /** What a record says. */
    public enum Kind {
        /** A row's change, or its tombstone. */
        ROW,
        /** All rows of a table go at once. */
        TRUNCATE,
        /** A transaction begins. */
        BEGIN,
        /** A transaction is complete: its counts per table say what belongs to it. */
        END,
        /** As END, for a part of a snapshot that more parts follow. */
        SNAPSHOT_PART,
        /** As END, for the last part of a snapshot. */
        SNAPSHOT_END,
        /** As END, for the last part of a single table's snapshot. */
        TABLE_SNAPSHOT_END,
        /** As END, for the last part of a snapshot of some of a table's rows: of the others it says nothing. */
        PARTIAL_SNAPSHOT_END;

        /** Whether the snapshot of a single table, or of some of its rows, is complete with it. */
        public boolean endsTableSnapshot() {
            return this == TABLE_SNAPSHOT_END || this == PARTIAL_SNAPSHOT_END;
        }

        /** Whether a transaction, or a part of a snapshot, is complete with it. */
        public boolean endsTransaction() {
            return this != ROW && this != TRUNCATE && this != BEGIN;
        }
    }
}

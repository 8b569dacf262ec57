package io.cdcvault.change;

import org.jspecify.annotations.Nullable;

/**
 * One record of a change topic, ready to be written: Debezium's envelope as JSON, and our stamp.
 *
 * @param topic the whole topic name
 * @param key the row's key as JSON; null for a truncate and for metadata without one
 * @param value the envelope as JSON; null for a tombstone
 * @param snapshot of the row's table that is under way, or that the END completes a part of; null when there is none
 */
// Arrays are not copied: a record lives between one serializer and one producer, and copies would double the work.
@SuppressWarnings("ArrayRecordComponent")
public record ChangeRecord(
        Kind kind,
        String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        TransactionStamp stamp,
        long events,
        @Nullable TableSnapshot snapshot) {

    /** While no snapshot of its table is under way. */
    public ChangeRecord(
            Kind kind,
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            TransactionStamp stamp,
            long events) {
        this(kind, topic, key, value, stamp, events, null);
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
        TABLE_SNAPSHOT_END;

        /** Whether a transaction, or a part of a snapshot, is complete with it. */
        public boolean endsTransaction() {
            return this != ROW && this != TRUNCATE && this != BEGIN;
        }
    }
}

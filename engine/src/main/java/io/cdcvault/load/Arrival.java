package io.cdcvault.load;

import io.cdcvault.change.RowChange;

/**
 * A change and its place among all those of the open warehouse transaction.
 *
 * @param sequence from 1; the one before an update's is free for the deletion of the key that the row had before
 * @param isEnding whether it ends a row that the vault may never have had
 */
record Arrival(long sequence, RowChange change, boolean isEnding) {

    Arrival(long sequence, RowChange change) {
        this(sequence, change, false);
    }

    /** Of its transaction, which it tells from all others. */
    long loadDate() {
        return change.stamp().loadDate();
    }
}

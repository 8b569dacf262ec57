package io.cdcvault.load;

import io.cdcvault.change.RowChange;

/**
 * A change and its place among all those of the open warehouse transaction.
 *
 * @param sequence from 1
 */
record Arrival(long sequence, RowChange change) {

    /** Of its transaction, which it tells from all others. */
    long loadDate() {
        return change.stamp().loadDate();
    }
}

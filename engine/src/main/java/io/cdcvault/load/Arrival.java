package io.cdcvault.load;

import io.cdcvault.change.RowChange;

/**
 * A change and its place among all those of the open warehouse transaction.
 *
 * @param sequence from 1
 * @param isMention whether the row has no key of its own, and only what it mentions is loaded
 */
record Arrival(long sequence, RowChange change, boolean isMention) {

    Arrival(long sequence, RowChange change) {
        this(sequence, change, false);
    }

    /** The same, of which only what it mentions is to be loaded. */
    Arrival asMention() {
        return new Arrival(sequence, change, true);
    }

    /** Of its transaction, which it tells from all others. */
    long loadDate() {
        return change.stamp().loadDate();
    }
}

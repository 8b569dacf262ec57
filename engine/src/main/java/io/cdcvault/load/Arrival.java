package io.cdcvault.load;

import io.cdcvault.change.RowChange;

/**
 * A change and its place among all those of the open warehouse transaction.
 *
 * @param sequence from 1; the one before an update's is free for the deletion of the key that the row had before
 * @param role what of the change is loaded
 */
record Arrival(long sequence, RowChange change, Role role) {

    /** What of a change is loaded. */
    enum Role {
        /** All of it. */
        WHOLE,
        /** The end of a row that the vault may never have had. */
        ENDING,
        /** What the row mentions: it has no key of its own. */
        MENTION
    }

    Arrival(long sequence, RowChange change) {
        this(sequence, change, Role.WHOLE);
    }

    /** The same, of which only what it mentions is to be loaded. */
    Arrival asMention() {
        return new Arrival(sequence, change, Role.MENTION);
    }

    boolean isEnding() {
        return role == Role.ENDING;
    }

    boolean isMention() {
        return role == Role.MENTION;
    }

    /** Of its transaction, which it tells from all others. */
    long loadDate() {
        return change.stamp().loadDate();
    }
}

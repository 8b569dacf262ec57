package io.cdcvault.load.row;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.RowChange;

/**
 * A change and its place among all those of the open warehouse transaction.
 *
 * @param sequence from 1; the one before an update's is free for the deletion of the key that the row had before
 * @param role what of the change is loaded
 */
public record Arrival(long sequence, RowChange change, Role role) {

    /** What of a change is loaded. */
    public enum Role {
        /** All of it. */
        WHOLE,
        /** The end of a row that the vault may never have had. */
        ENDING,
        /** What the row mentions: it has no key of its own. */
        MENTION
    }

    public Arrival(long sequence, RowChange change) {
        this(sequence, change, Role.WHOLE);
    }

    /** The same, of which only what it mentions is to be loaded. */
    public Arrival asMention() {
        return new Arrival(sequence, change, Role.MENTION);
    }

    /** The same place of a change that is the same in other words. */
    public Arrival with(RowChange same) {
        return new Arrival(sequence, same, role);
    }

    /** The same, once it is known where its transaction committed. */
    public Arrival committed(Lsn lsn) {
        return new Arrival(sequence, change.of(change.stamp(), lsn), role);
    }

    public boolean isEnding() {
        return role == Role.ENDING;
    }

    public boolean isMention() {
        return role == Role.MENTION;
    }

    /** Of its transaction, which it distinguishes from all others. */
    public LoadDate loadDate() {
        return change.stamp().loadDate();
    }
}

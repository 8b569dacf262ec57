package io.cdcvault.bookkeeping;

import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.Checkpoint;
import java.sql.SQLException;
import java.util.Optional;

/** Where a feed stands in the warehouse. Moved in the transaction that holds the rows. */
public interface Ledger {

    /**
     * Where the feed stands as a whole; empty before the first move, and where each partition has a place of its own.
     */
    Optional<AppliedPosition> position();

    /**
     * Moves on, if everything still is where this loader left it.
     *
     * @return false when another loader was here: nothing of this transaction may be committed
     */
    boolean move(Checkpoint to, long rows) throws SQLException;

    /** The last move is committed. */
    void committed(Checkpoint to);

    /** Whether the vault held something before the snapshot of this load date. */
    boolean isOverContent(LoadDate snapshotLoadDate) throws SQLException;
}

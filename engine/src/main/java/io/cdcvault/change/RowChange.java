package io.cdcvault.change;

import io.cdcvault.schema.model.ColumnHistory.FormerName;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One change of one row, in the order of its source transaction.
 *
 * @param image the row after the change; for a deletion the identifying columns that are known; empty for a truncate
 * @param stamp the transaction that made the change
 * @param commitLsn where the transaction committed, or where the snapshot was taken; empty as long as the end of the
 *     transaction has not come
 * @param order position within the transaction, from 1
 * @param snapshot the number of the snapshot of the row's table that was under way, or that shows the row
 * @param before of an update, what the log holds of the row before it; empty when that is nothing
 */
public record RowChange(
        TableName table,
        Operation operation,
        RowImage image,
        TransactionStamp stamp,
        Optional<Lsn> commitLsn,
        long order,
        Origin origin,
        OptionalLong snapshot,
        RowImage before) {

    /** What the {@code source} of an envelope says that a snapshot of a single table has made. */
    public static final String INCREMENTAL = "incremental";

    /** While no snapshot of its table was under way. */
    public RowChange(
            TableName table,
            Operation operation,
            RowImage image,
            TransactionStamp stamp,
            Optional<Lsn> commitLsn,
            long order,
            Origin origin) {
        this(table, operation, image, stamp, commitLsn, order, origin, OptionalLong.empty(), RowImage.NONE);
    }

    /** What came in place of an envelope. */
    public static RowChange unreadable(
            TableName table, TransactionStamp stamp, Optional<Lsn> commitLsn, Origin origin) {
        return new RowChange(table, Operation.UNREADABLE, RowImage.NONE, stamp, commitLsn, 0, origin);
    }

    /** What another program wrote between our records. It is about no row, with any content. */
    public static RowChange foreign(TableName table, TransactionStamp stamp, Optional<Lsn> commitLsn, Origin origin) {
        return new RowChange(table, Operation.FOREIGN, RowImage.NONE, stamp, commitLsn, 0, origin);
    }

    /** The same change, while a snapshot of its table was under way. */
    public RowChange during(long number) {
        return new RowChange(table, operation, image, stamp, commitLsn, order, origin, OptionalLong.of(number), before);
    }

    /** The same change, with what the log holds of the row before it. */
    public RowChange after(RowImage earlier) {
        return new RowChange(table, operation, image, stamp, commitLsn, order, origin, snapshot, earlier);
    }

    /** The same change with another image. */
    public RowChange with(RowImage known) {
        return new RowChange(table, operation, known, stamp, commitLsn, order, origin, snapshot, before);
    }

    /** The deletion, in the place of this change, of the row that is known by some columns. */
    public RowChange deletionOf(RowImage row) {
        return new RowChange(table, Operation.DELETE, row, stamp, commitLsn, order, origin, snapshot, RowImage.NONE);
    }

    /** The same change with the present names of columns. */
    public RowChange withNames(List<FormerName> formerNames) {
        return new RowChange(
                table,
                operation,
                image.withNames(formerNames, commitLsn),
                stamp,
                commitLsn,
                order,
                origin,
                snapshot,
                before.withNames(formerNames, commitLsn));
    }

    /** The same change, as if it had come in otherwise. */
    public RowChange of(Origin other) {
        return new RowChange(table, operation, image, stamp, commitLsn, order, other, snapshot, before);
    }

    /** The same change, once it is known which transaction made it. */
    public RowChange in(TransactionStamp transaction) {
        return new RowChange(table, operation, image, transaction, commitLsn, order, origin, snapshot, before);
    }

    /** The same change, once it is known which transaction made it and where that committed. */
    public RowChange of(TransactionStamp transaction, Lsn commit) {
        return new RowChange(
                table, operation, image, transaction, Optional.of(commit), order, origin, snapshot, before);
    }
}

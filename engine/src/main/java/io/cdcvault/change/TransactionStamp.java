package io.cdcvault.change;

/**
 * What the capture stamps on everything that belongs to one source transaction, or to one part of a snapshot.
 *
 * @param loadDate the commit time on the master, or one microsecond more than the transaction's before when the clock
 *     did not move on. So it orders transactions as their commits do, and the vault as of a load date is the source as
 *     it stood between two commits
 */
public record TransactionStamp(TransactionNumber number, LoadDate loadDate) {

    /** Where a capture stands before its first transaction. */
    public static final TransactionStamp BEFORE_FIRST =
            new TransactionStamp(TransactionNumber.BEFORE_FIRST, LoadDate.BEFORE_FIRST);

    /**
     * As records and tables hold it.
     *
     * @param loadDate in microseconds since 1970, UTC
     */
    public TransactionStamp(long number, long loadDate) {
        this(new TransactionNumber(number), new LoadDate(loadDate));
    }

    /** The stamp of the transaction right after this one. */
    public TransactionStamp next(LoadDate committed) {
        return new TransactionStamp(number.next(), committed);
    }
}

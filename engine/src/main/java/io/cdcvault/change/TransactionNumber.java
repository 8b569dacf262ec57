package io.cdcvault.change;

/**
 * Counts the transactions of a capture in commit order, without gaps; parts of a snapshot count as transactions.
 *
 * @param value from 1; 0 stands before the first transaction
 */
public record TransactionNumber(long value) implements Comparable<TransactionNumber> {

    public static final TransactionNumber BEFORE_FIRST = new TransactionNumber(0);

    /** No transaction comes after it. */
    public static final TransactionNumber LAST = new TransactionNumber(Long.MAX_VALUE);

    public TransactionNumber next() {
        return new TransactionNumber(value + 1);
    }

    public TransactionNumber previous() {
        return new TransactionNumber(value - 1);
    }

    public boolean isAfter(TransactionNumber other) {
        return value > other.value;
    }

    /** Whether a transaction has this number. */
    public boolean exists() {
        return value > 0;
    }

    @Override
    public int compareTo(TransactionNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

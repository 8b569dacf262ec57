package io.cdcvault.feed;

/**
 * How much is held of a feed at once: whichever is reached first.
 *
 * @param rows changes
 * @param bytes of their envelopes; in memory a change takes about three times as many
 */
public record BatchLimit(int rows, long bytes) {

    /** More than this does not make a batch cheaper for each row. */
    private static final long MOST_BYTES = 32L << 20;

    /** A batch is loaded while the next is read, and partitions wait with as much. */
    private static final int SHARES_OF_HEAP = 32;

    /** As many rows, if the heap has room for them. */
    public static BatchLimit of(int rows) {
        return new BatchLimit(rows, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARES_OF_HEAP));
    }

    public boolean isReached(int heldRows, long heldBytes) {
        return heldRows >= rows || heldBytes >= bytes;
    }
}

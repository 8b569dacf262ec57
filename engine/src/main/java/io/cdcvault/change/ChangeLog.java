package io.cdcvault.change;

/**
 * Where the capture puts what it captured. Used by one thread.
 *
 * <p>All records appended since the last commit become visible together with the position, or never: after a failure or
 * a crash {@link #open} returns the position of the last completed {@link #commit}.
 */
public interface ChangeLog extends AutoCloseable {

    /** Takes over from an earlier writer, whose unfinished commit is void from here on. */
    CapturePosition open();

    /** Adds a record; it may be sent at once but is not visible before {@link #commit}. */
    void append(ChangeRecord record);

    /** Returns when everything appended and the position are durable. */
    void commit(CapturePosition position);

    @Override
    void close();
}

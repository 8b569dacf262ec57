package io.cdcvault.relay;

import io.cdcvault.failure.HaltPoint;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Committed records on their way to the loader of the same process, a bounded number of them. Each batch is what one
 * Kafka transaction holds. Batches come in their order, but any may be missing: the offsets show it, and the loader
 * reads what is missing from the topics. Thread-safe, for one publisher and one loader at a time.
 *
 * <p>Why: docs/decisions/0027-what-is-captured-here-is-not-read-back.md
 */
public final class Relay {

    private final int mostRecords;
    private final long mostBytes;
    private final Duration patience;
    private final Time time;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private int held;
    private long heldBytes;
    private boolean isPublished;
    private boolean isMissed;
    private volatile boolean isWanted;

    private record Batch(List<RelayedRecord> records, long bytes) {}

    /**
     * @param mostRecords that it holds before the publisher waits; no batch has more
     * @param mostBytes of their values
     * @param patience how long the publisher waits for a loader that has not taken what it holds
     */
    public Relay(int mostRecords, long mostBytes, Duration patience, Time time) {
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
        this.patience = patience;
        this.time = time;
    }

    /** That of a publisher and of a loader that have none in common. */
    public static Relay unconnected(Time time) {
        return new Relay(0, 0, Duration.ZERO, time);
    }

    /** Whether a batch of so many is too large. */
    public boolean exceeds(int records, long bytes) {
        return records > mostRecords || bytes > mostBytes;
    }

    /** A publisher has taken over the topics: no other program publishes there. */
    public synchronized void opened() {
        isPublished = true;
        // What a publisher before it had committed is not known.
        isMissed = true;
    }

    /** The publisher has ended; what it has committed stays. */
    public synchronized void closed() {
        isPublished = false;
        notifyAll();
    }

    /** Whether a publisher writes to the topics. */
    public synchronized boolean isPublished() {
        return isPublished;
    }

    /** Whether a loader takes what is committed: it has read the topics to about their end. */
    public boolean isWanted() {
        return isWanted;
    }

    /** The loader has read the topics to about their end. */
    public void reachedEnd() {
        isWanted = mostRecords > 0;
    }

    /** The loader has ended: what it has not taken is dropped. */
    public synchronized void left() {
        drop();
    }

    /**
     * Adds a batch, if a loader wants it. Waits while the loader has not taken what is held before; one that takes too
     * long has to read the topics.
     *
     * @param committed in the order of publishing, in each partition without a gap
     */
    public synchronized void add(List<RelayedRecord> committed) {
        try {
            awaitRoom();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isWanted || isFull()) {
            drop();
            return;
        }
        HaltPoint.BEFORE_RELAY.pass();
        Batch batch = new Batch(
                List.copyOf(committed),
                committed.stream().mapToLong(RelayedRecord::size).sum());
        batches.add(batch);
        held += batch.records().size();
        heldBytes += batch.bytes();
        notifyAll();
        HaltPoint.AFTER_RELAY.pass();
    }

    /** Records were committed that are not handed over: a loader that waits has to read them from the topics. */
    public synchronized void missed() {
        isMissed = true;
        notifyAll();
    }

    /** Whether records were missed since the loader asked last. */
    public synchronized boolean takeMissed() {
        boolean wasMissed = isMissed;
        isMissed = false;
        return wasMissed;
    }

    /** The first batch, which stays; empty when there is none. */
    public synchronized Optional<List<RelayedRecord>> first() {
        return Optional.ofNullable(batches.peek()).map(Batch::records);
    }

    /** Takes the first batch away, if the publisher has not dropped it. */
    public synchronized void remove() {
        Batch taken = batches.poll();
        if (taken != null) {
            held -= taken.records().size();
            heldBytes -= taken.bytes();
            notifyAll();
        }
    }

    /** Waits for a batch as long as one may come; whether there is one. */
    public synchronized boolean await(Duration longest) throws InterruptedException {
        Deadline over = time.deadline(longest);
        while (batches.isEmpty() && isPublished && isWanted && !isMissed && !over.isPast()) {
            time.await(this, over.left());
        }
        return !batches.isEmpty();
    }

    private void awaitRoom() throws InterruptedException {
        Deadline over = time.deadline(patience);
        while (isWanted && isFull() && !over.isPast()) {
            time.await(this, over.left());
        }
    }

    private boolean isFull() {
        return held >= mostRecords || heldBytes >= mostBytes;
    }

    private void drop() {
        isWanted = false;
        isMissed = true;
        batches.clear();
        held = 0;
        heldBytes = 0;
        notifyAll();
    }
}

package io.cdcvault.feed;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Reads the next piece in a thread of its own while the one before is worked on. At most one piece is read ahead. Used
 * by one thread.
 *
 * @param <T> a piece
 */
public final class ReadAhead<T> implements AutoCloseable {

    private static final long LONGEST_END_SECONDS = 60;

    private final Function<BooleanSupplier, T> source;
    private final ExecutorService reader;
    private volatile boolean isAwaited;
    private Future<T> next;

    /**
     * Begins to read.
     *
     * @param thread the name of the reading thread
     * @param source reads a piece; is given whether something waits for it
     */
    public ReadAhead(String thread, Function<BooleanSupplier, T> source) {
        this.source = source;
        this.reader = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, thread);
            made.setDaemon(true);
            return made;
        });
        this.next = read();
    }

    /**
     * The next piece, which is waited for. Failures come in the order of the pieces, as they were thrown.
     *
     * @throws InterruptedException when interrupted while it waits
     */
    public T next() throws InterruptedException {
        isAwaited = true;
        try {
            T piece = next.get();
            isAwaited = false;
            next = read();
            return piece;
        } catch (ExecutionException e) {
            throw asThrown(e);
        }
    }

    /** Interrupts the reading and returns when it has ended, so that what it read from can be closed. */
    @Override
    public void close() {
        reader.shutdownNow();
        boolean wasInterrupted = Thread.interrupted();
        try {
            if (!reader.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The reading did not end when it was interrupted");
            }
        } catch (InterruptedException e) {
            wasInterrupted = true;
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<T> read() {
        return reader.submit(() -> source.apply(() -> isAwaited));
    }

    private static RuntimeException asThrown(ExecutionException failure) {
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return failure.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
}

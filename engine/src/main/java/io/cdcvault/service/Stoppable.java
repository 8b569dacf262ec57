package io.cdcvault.service;

/** Work that continues until it is stopped or fails; for one use. */
interface Stoppable extends AutoCloseable {

    /** Returns after {@link #stop}; throws when the work cannot continue. */
    void run() throws InterruptedException;

    /** Ends {@link #run} as soon as what is begun is finished. From any thread, also before {@code run}. */
    void stop();

    /** Whether it waits for another service, which does the same, to end. From any thread. */
    default boolean isStandingBy() {
        return false;
    }

    /** Frees what the work holds; after {@code run}. */
    @Override
    void close();
}

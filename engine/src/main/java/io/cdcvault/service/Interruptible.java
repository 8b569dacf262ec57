package io.cdcvault.service;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that another thread may end while it waits for a server, and that leaves its own thread uninterrupted in any
 * case. Thread-safe; for one use.
 */
final class Interruptible {

    private static final Logger LOG = LoggerFactory.getLogger(Interruptible.class);

    private @Nullable Thread worker;
    private boolean isEnded;

    /** What is done; empty when it has no result. */
    interface Work<T> {
        Optional<T> run() throws InterruptedException;
    }

    /** Does the work and returns its result; empty when it was ended, with any failure that this caused. */
    <T> Optional<T> run(Work<T> work) throws InterruptedException {
        if (!enter()) {
            return Optional.empty();
        }
        try {
            return work.run();
        } catch (RuntimeException | InterruptedException e) {
            if (isEnded()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            leave();
        }
    }

    /** Interrupts the work; whether it was under way. It will not begin any more. */
    synchronized boolean end() {
        isEnded = true;
        if (worker != null) {
            worker.interrupt();
        }
        return worker != null;
    }

    private synchronized boolean enter() {
        worker = isEnded ? null : Thread.currentThread();
        return worker != null;
    }

    /** An interrupt that came too late must not reach what the thread does next. */
    private synchronized void leave() {
        worker = null;
        if (isEnded && Thread.interrupted()) {
            LOG.debug("The work was ended when it had just finished");
        }
    }

    private synchronized boolean isEnded() {
        return isEnded;
    }
}

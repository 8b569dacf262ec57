package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one kind of work on a thread of its own, and makes it anew after a failure that trying again may mend. */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Supplier<Stoppable> works;
    private final Runnable whenEnded;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Stoppable current;
    private volatile @Nullable CdcVaultException failure;

    /** @param whenEnded called once, when no work will run any more */
    Supervisor(String name, Supplier<Stoppable> works, Runnable whenEnded) {
        this.name = name;
        this.works = works;
        this.whenEnded = whenEnded;
        this.thread = new Thread(this::superviseAll, "cdc-vault-" + name);
    }

    void start() {
        thread.start();
    }

    /** Ends the work and waits for it, no longer than {@code patience}. */
    void stop(Duration patience) throws InterruptedException {
        stopped.countDown();
        synchronized (this) {
            if (current != null) {
                current.stop();
            }
        }
        thread.join(patience.toMillis());
    }

    /** Why the work ended for good; empty while it goes on or when it was stopped. */
    Optional<CdcVaultException> failure() {
        return Optional.ofNullable(failure);
    }

    private void superviseAll() {
        try {
            Duration pause = FIRST_PAUSE;
            while (stopped.getCount() > 0) {
                long begun = System.nanoTime();
                if (!runOnce()) {
                    return;
                }
                boolean ranLong = System.nanoTime() - begun > LONGEST_PAUSE.toNanos();
                pause = ranLong ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            whenEnded.run();
        }
    }

    /** Returns whether to try again. */
    private boolean runOnce() throws InterruptedException {
        try (Stoppable work = begin()) {
            work.run();
        } catch (CdcVaultException e) {
            return isRetried(e);
        } catch (RuntimeException e) {
            return isRetried(new CdcVaultException(FailureKind.DEFECT, "The " + name + " failed: " + e, e));
        } finally {
            end();
        }
        return stopped.getCount() > 0;
    }

    private boolean isRetried(CdcVaultException e) {
        if (stopped.getCount() == 0) {
            LOG.debug("The {} failed while it was being stopped", name, e);
            return false;
        }
        if (e.kind().isRetried()) {
            LOG.warn("The {} failed and is started again: {}", name, e.getMessage());
            LOG.debug("Cause", e);
            return true;
        }
        failure = e;
        return false;
    }

    private Stoppable begin() {
        Stoppable work = works.get();
        synchronized (this) {
            current = work;
            if (stopped.getCount() == 0) {
                work.stop();
            }
        }
        return work;
    }

    private synchronized void end() {
        current = null;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}

package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.failure.MachineFailure;
import io.cdcvault.status.StageReport;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one kind of work on a thread of its own, and makes it again after a failure that trying again may correct. */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** After a failure that lasts until a person does something: more attempts may lock an account. */
    private static final Duration LONGEST_PAUSE_WHEN_REFUSED = Duration.ofSeconds(30);

    private final String name;
    private final Supplier<Stoppable> works;
    private final Runnable whenEnded;
    private final StageJournal journal;
    private final Time time;
    private final Thread thread;
    private Wish wish = Wish.RUN;
    private boolean isHurried;
    private String logged = "";
    /** Of the attempt that has just ended; only the supervisor's own thread looks at it. */
    private @Nullable CdcVaultException toRetry;

    private volatile @Nullable Stoppable current;
    private volatile @Nullable CdcVaultException failure;

    /** What is asked of the work. */
    private enum Wish {
        RUN,
        PAUSE,
        STOP
    }

    /** @param whenEnded called once, when no work will run any more */
    Supervisor(String name, Supplier<Stoppable> works, Runnable whenEnded, Time time) {
        this.name = name;
        this.works = works;
        this.whenEnded = whenEnded;
        this.time = time;
        this.journal = new StageJournal(name, time);
        this.thread = new Thread(this::superviseAll, "cdc-vault-" + name);
    }

    void start() {
        thread.start();
    }

    /** Ends the work and waits for it, no longer than {@code patience}. */
    void stop(Duration patience) throws InterruptedException {
        wish(Wish.STOP);
        thread.join(patience.toMillis());
    }

    /** Ends the work, or begins it again. Returns at once; what is begun is finished first. */
    synchronized void pause(boolean paused) {
        Wish wanted = paused ? Wish.PAUSE : Wish.RUN;
        if (wish != Wish.STOP && wish != wanted) {
            LOG.info(paused ? "The {} is paused" : "The {} resumes", name);
            wish(wanted);
        }
    }

    /** Ends the work and makes it again from its durable position, unless it is paused. */
    synchronized void restart() {
        if (current != null) {
            LOG.info("Restarting the {} on request", name);
            current.stop();
        }
        isHurried = true;
        notifyAll();
    }

    /** Why the work ended for good; empty while it continues or when it was stopped. */
    Optional<CdcVaultException> failure() {
        return Optional.ofNullable(failure);
    }

    StageReport report() {
        Stoppable work = current;
        return journal.report(work != null && work.isStandingBy());
    }

    private synchronized void wish(Wish wanted) {
        wish = wanted;
        if (wanted != Wish.RUN && current != null) {
            current.stop();
        }
        notifyAll();
    }

    private synchronized boolean isWished(Wish wanted) {
        return wish == wanted;
    }

    private void superviseAll() {
        try {
            Duration pause = FIRST_PAUSE;
            int attempt = 0;
            while (awaitTurn()) {
                Stopwatch begun = time.stopwatch();
                toRetry = null;
                if (!runOnce()) {
                    return;
                }
                boolean ranLong = begun.isOver(LONGEST_PAUSE);
                logged = ranLong ? "" : logged;
                attempt = ranLong ? 1 : attempt + 1;
                pause = ranLong ? FIRST_PAUSE : min(pause.multipliedBy(2), longestPause());
                logRetry(attempt, pause);
                journal.retriedAfter(pause);
                awaitRetry(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            journal.stopped(failure);
            whenEnded.run();
        }
    }

    /** Whether to work; as long as it is paused, there is no answer. */
    private synchronized boolean awaitTurn() throws InterruptedException {
        while (wish == Wish.PAUSE) {
            journal.paused();
            wait();
        }
        return wish == Wish.RUN;
    }

    /** Until the time is up, or a request comes. */
    private synchronized void awaitRetry(Duration pause) throws InterruptedException {
        Deadline end = time.deadline(pause);
        while (wish == Wish.RUN && !isHurried && !end.isPast()) {
            time.await(this, end.left());
        }
        isHurried = false;
    }

    /** Returns whether to try again. */
    private boolean runOnce() throws InterruptedException {
        try (Stoppable work = begin()) {
            work.run();
        } catch (CdcVaultException e) {
            return isRetried(e);
        } catch (RuntimeException e) {
            return isRetried(new CdcVaultException(FailureKind.DEFECT, "The " + name + " failed: " + e, e));
        } catch (Error e) {
            return isRetried(MachineFailure.of("The " + name, e));
        } finally {
            end();
        }
        return !isWished(Wish.STOP);
    }

    private boolean isRetried(CdcVaultException e) {
        Optional<Error> error = MachineFailure.in(e);
        if (error.isPresent()) {
            // Also behind other exceptions: trying again in the same process does not help.
            failure = MachineFailure.of("The " + name, error.get());
            return false;
        }
        if (!isWished(Wish.RUN)) {
            LOG.debug("The {} failed while it was being stopped", name, e);
            return !isWished(Wish.STOP);
        }
        if (e.kind().isRetried()) {
            toRetry = e;
            journal.failed(e);
            return true;
        }
        failure = e;
        return false;
    }

    /** What lasts until a person does something is logged once, and from then on shown by {@code status} only. */
    private void logRetry(int attempt, Duration pause) {
        if (toRetry == null) {
            return;
        }
        CdcVaultException e = toRetry;
        String message = String.valueOf(e.getMessage());
        if (e.kind().isRefusal() && message.equals(logged)) {
            LOG.debug("The {} failed again: {}", name, message, e);
            return;
        }
        logged = message;
        if (e.kind() == FailureKind.SOURCE_CHANGED) {
            LOG.info("The {} starts again: {}", name, message);
            return;
        }
        long seconds = pause.plusMillis(999).toSeconds();
        LOG.warn("The {} failed ({}, attempt {}), retrying in {} s: {}", name, e.kind(), attempt, seconds, message);
        if (e.kind().isRefusal()) {
            LOG.warn(
                    "{} Later attempts are not logged; see `cdc-vault status`",
                    e.kind().remedy());
        }
        LOG.debug("Cause", e);
    }

    private Duration longestPause() {
        return journal.isRefused() ? LONGEST_PAUSE_WHEN_REFUSED : LONGEST_PAUSE;
    }

    private Stoppable begin() {
        Stoppable work = works.get();
        synchronized (this) {
            current = work;
            journal.begun();
            if (wish != Wish.RUN) {
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

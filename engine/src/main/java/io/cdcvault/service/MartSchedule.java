package io.cdcvault.service;

import io.cdcvault.bookkeeping.MartOutcome;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.installation.Installation;
import io.cdcvault.mart.CronSchedule;
import io.cdcvault.mart.Marts;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.MartRefreshed;
import io.cdcvault.status.MartStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.Status;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes marts, one after the other on a thread of its own: when their time has come since their last refresh, by
 * whichever process, and on request. What failed is tried again after a minute. Thread-safe.
 */
final class MartSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MartSchedule.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Marts marts;
    private final Optional<CronSchedule> times;
    private final Time time;
    private final ExecutorService refreshes = Executors.newSingleThreadExecutor(MartSchedule::thread);
    /** By mart: until when it is not looked at, because it is under way or has just failed. */
    private final Map<String, Instant> resting = new ConcurrentHashMap<>();

    private volatile Optional<TransactionNumber> complete = Optional.empty();

    MartSchedule(Marts marts, Optional<CronSchedule> times, Time time) {
        this.time = time;
        this.marts = marts;
        this.times = times;
    }

    /**
     * Empty when no presentation database is configured.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the schedule is none
     */
    static Optional<MartSchedule> of(Installation installation, Time time) {
        return installation
                .settings()
                .mart()
                .map(settings -> new MartSchedule(
                        new Marts(
                                installation.settings(),
                                installation.model().settings().schema(),
                                time),
                        settings.schedule().map(text -> CronSchedule.parse(text, ZoneId.systemDefault())),
                        time));
    }

    /** Begins what is due. Returns at once. */
    void see(Status status) {
        if (times.isPresent() && isComplete(status)) {
            status.marts().map(MartsStatus::marts).ifPresent(all -> all.stream()
                    .filter(mart -> isDue(mart, times.get()))
                    .forEach(this::refreshSince));
        }
    }

    /** Refreshes a mart when its turn comes. Returns at once. */
    void request(String mart) {
        submit(mart, () -> Optional.of(marts.refresh(mart)));
    }

    @Override
    public void close() {
        refreshes.shutdownNow();
    }

    /** Whether the vault has come past the first snapshot: a mart of a part of it would be wrong. */
    private boolean isComplete(Status status) {
        if (complete.isEmpty()) {
            complete = status.capture()
                    .published()
                    .filter(position -> !position.isStart() && !position.isSnapshotUnfinished())
                    .map(position -> position.stamp().number());
        }
        return complete.flatMap(end -> status.load()
                        .applied()
                        .map(AppliedView::number)
                        .filter(applied -> applied.exists() && !end.isAfter(applied)))
                .isPresent();
    }

    private boolean isDue(MartStatus mart, CronSchedule schedule) {
        Instant now = time.now();
        if (mart.isRunning() || resting.getOrDefault(mart.name(), Instant.MIN).isAfter(now)) {
            return false;
        }
        return mart.refreshed()
                .map(last -> !schedule.next(last.at()).isAfter(now))
                .orElse(true);
    }

    private void refreshSince(MartStatus mart) {
        resting.put(mart.name(), Instant.MAX);
        submit(
                mart.name(),
                () -> marts.refreshSince(mart.name(), mart.refreshed().map(MartRefreshed::at)));
    }

    private void submit(String mart, Supplier<Optional<MartOutcome>> refresh) {
        if (refreshes.isShutdown()) {
            return;
        }
        refreshes.execute(() -> {
            try {
                refresh.get().ifPresent(outcome -> report(mart, outcome));
                // Until the status knows of it.
                resting.put(mart, time.now().plus(PAUSE.dividedBy(6)));
            } catch (RuntimeException | Error e) {
                // Of an error, the mart would otherwise rest for ever.
                resting.put(mart, time.now().plus(PAUSE));
                LOG.warn("The mart {} was not refreshed: {}", mart, e.getMessage());
                LOG.debug("Cause", e);
            }
        });
    }

    private static void report(String mart, MartOutcome outcome) {
        LOG.info(
                "The mart {} shows the vault at {}: {} rows, {} inserted, {} updated, {} deleted",
                mart,
                outcome.vault().lsn(),
                outcome.rows(),
                outcome.inserted(),
                outcome.updated(),
                outcome.deleted());
    }

    /** A refresh that the end of the process breaks off leaves the mart as it was. */
    private static Thread thread(Runnable refresh) {
        Thread thread = new Thread(refresh, "cdc-vault-mart");
        thread.setDaemon(true);
        return thread;
    }
}

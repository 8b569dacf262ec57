package io.cdcvault.status.collect;

import io.cdcvault.settings.Settings;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.Status;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the status again and again on one thread, so that requests cost the systems nothing. What stops is noticed
 * within five seconds, also when it only stops answering.
 */
public final class StatusSampler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusSampler.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(1_500);

    private final StatusCollector collector;
    private final Time time;
    private final List<Consumer<Sample>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(StatusSampler::thread);
    private final CountDownLatch looked = new CountDownLatch(1);
    private volatile Optional<Sample> latest = Optional.empty();

    /** @param own what this process does */
    public StatusSampler(Settings settings, Time time, Supplier<ProcessView> own) {
        this.time = time;
        this.collector = new StatusCollector(settings, time, PATIENCE, () -> Optional.of(own.get()));
    }

    /** A status, and when it was complete. */
    public record Sample(Instant at, Status status) {}

    /** Hears of every sample, on the sampler's thread, one after the other. */
    public void listen(Consumer<Sample> listener) {
        listeners.add(listener);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A look does not fail.
    public void start() {
        looks.scheduleWithFixedDelay(this::sample, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Empty until the first look has ended. */
    public Optional<Sample> latest() {
        return latest;
    }

    /** As {@link #latest()}; while the first look is still under way, waits for it no longer than patience. */
    public Optional<Sample> latest(Duration patience) {
        try {
            boolean inTime = looked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            return inTime ? latest : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private void sample() {
        try {
            Status status = collector.collect();
            Sample sample = new Sample(time.now(), status);
            latest = Optional.of(sample);
            looked.countDown();
            listeners.forEach(listener -> listener.accept(sample));
        } catch (RuntimeException | Error e) {
            // A schedule ends with its first failure; the next look may succeed.
            LOG.warn("The status could not be collected: {}", e.toString());
        }
    }

    private static Thread thread(Runnable look) {
        Thread thread = new Thread(look, "cdc-vault-status-sampler");
        thread.setDaemon(true);
        return thread;
    }
}

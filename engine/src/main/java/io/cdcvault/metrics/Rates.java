package io.cdcvault.metrics;

import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Time;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How fast each table was loaded lately, and how long the stages take. Thread-safe. */
public final class Rates {

    private static final Duration WINDOW = Duration.ofSeconds(15);

    private final MeterRegistry registry;
    private final Time time;
    private final Deque<Counts> seen = new ArrayDeque<>();

    public Rates(MeterRegistry registry, Time time) {
        this.registry = registry;
        this.time = time;
    }

    private record Counts(long nanos, Map<String, Double> loaded) {}

    /**
     * How long batches of a stage take in this process.
     *
     * @param longestSeconds of the last minutes
     */
    public record Timing(String stage, long count, OptionalDouble meanSeconds, OptionalDouble longestSeconds) {}

    /** Counts now; for the sampler to call. */
    public synchronized void look() {
        Map<String, Double> loaded = new HashMap<>();
        for (Counter counter : registry.find(MeasuredLoader.CHANGES).counters()) {
            loaded.put(String.valueOf(counter.getId().getTag(MeasuredLoader.TABLE)), counter.count());
        }
        seen.addLast(new Counts(time.nanos(), loaded));
        while (seen.size() > 2 && seen.getLast().nanos() - seen.getFirst().nanos() > WINDOW.toNanos()) {
            seen.removeFirst();
        }
    }

    /** Row changes; empty before there were two looks. */
    public synchronized OptionalDouble loadedPerSecond(TableName table) {
        if (seen.size() < 2) {
            return OptionalDouble.empty();
        }
        Counts from = seen.getFirst();
        Counts to = seen.getLast();
        double changes =
                to.loaded().getOrDefault(table.toString(), 0.0) - from.loaded().getOrDefault(table.toString(), 0.0);
        return OptionalDouble.of(changes * 1e9 / (to.nanos() - from.nanos()));
    }

    /** In the order of the road; a stage that did nothing yet is left out. */
    public List<Timing> timings() {
        return Stream.of(
                        timing("publish: a batch into the topics, or the vault", MeasuredChangeLog.COMMITS),
                        timing("load: a batch into the vault", MeasuredLoader.BATCHES))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Timing> timing(String stage, String name) {
        return Optional.ofNullable(registry.find(name).timer())
                .filter(timer -> timer.count() > 0)
                .map(timer -> timing(stage, timer));
    }

    private static Timing timing(String stage, Timer timer) {
        return new Timing(
                stage,
                timer.count(),
                OptionalDouble.of(timer.mean(TimeUnit.NANOSECONDS) / 1e9),
                OptionalDouble.of(timer.max(TimeUnit.NANOSECONDS) / 1e9));
    }
}

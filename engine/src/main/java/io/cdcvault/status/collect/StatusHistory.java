package io.cdcvault.status.collect;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.Health;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Throughput and lag over the last hour, one point every five seconds. Thread-safe. */
public final class StatusHistory {

    private static final Duration SPAN = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final Deque<Point> points = new ArrayDeque<>();
    private Optional<Sample> before = Optional.empty();

    /**
     * One moment; what is not known is empty.
     *
     * @param captured row changes a second, since the point before
     * @param loaded row changes a second, since the point before
     * @param captureLagSeconds from the master to the topics
     * @param loadLagSeconds from the commit to the vault
     */
    public record Point(
            Instant at,
            OptionalDouble captured,
            OptionalDouble loaded,
            OptionalDouble captureLagSeconds,
            OptionalDouble captureLagBytes,
            OptionalDouble loadLagSeconds,
            OptionalDouble loadLagEvents,
            Health health) {}

    /** Takes a sample in, if it is time for a point. */
    public synchronized void add(Sample sample) {
        Instant due = before.map(last -> last.at().plus(STEP)).orElse(Instant.MIN);
        if (sample.at().isBefore(due)) {
            return;
        }
        points.addLast(point(sample));
        before = Optional.of(sample);
        Instant oldest = sample.at().minus(SPAN);
        while (points.getFirst().at().isBefore(oldest)) {
            points.removeFirst();
        }
    }

    /** From old to new. */
    public synchronized List<Point> points() {
        return List.copyOf(points);
    }

    /** What a word means; down for a word that this version does not know. */
    public static Health health(String word) {
        for (Health health : Health.values()) {
            if (health.name().equalsIgnoreCase(word)) {
                return health;
            }
        }
        return Health.DOWN;
    }

    private Point point(Sample sample) {
        Status status = sample.status();
        return new Point(
                sample.at(),
                rate(sample, captured(status), before.map(Sample::status).flatMap(StatusHistory::captured)),
                rate(sample, loaded(status), before.map(Sample::status).flatMap(StatusHistory::loaded)),
                status.capture().lagSeconds(),
                asDouble(status.capture().lagBytes()),
                status.load().lagSeconds(),
                asDouble(status.feed().lagEvents()),
                status.health());
    }

    private OptionalDouble rate(Sample now, Optional<Long> count, Optional<Long> earlier) {
        if (count.isEmpty() || earlier.isEmpty()) {
            return OptionalDouble.empty();
        }
        double seconds = Duration.between(before.orElse(now).at(), now.at()).toNanos() / 1e9;
        // A vault or topics made again begin to count again.
        return seconds <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, count.get() - earlier.get()) / seconds);
    }

    private static Optional<Long> captured(Status status) {
        return status.capture().published().map(CapturePosition::events);
    }

    private static Optional<Long> loaded(Status status) {
        return status.load().applied().map(AppliedView::rows);
    }

    private static OptionalDouble asDouble(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of((double) value.getAsLong()) : OptionalDouble.empty();
    }
}

package io.cdcvault.metrics;

import java.time.Duration;
import java.util.stream.Stream;

/** What times are counted by: few, so that a scrape stays small. */
final class HistogramBuckets {

    private static final Duration[] TIMES = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private HistogramBuckets() {}

    static Duration[] times() {
        return TIMES.clone();
    }
}

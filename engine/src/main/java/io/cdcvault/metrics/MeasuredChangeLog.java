package io.cdcvault.metrics;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;

/** Counts what is captured, and times how long it takes to make it durable. Used by one thread, as the log is. */
final class MeasuredChangeLog implements ChangeLog {

    static final String COMMITS = "cdc_vault.capture.commit";

    private final ChangeLog log;
    private final MeterRegistry registry;
    private final Map<String, Counter> events = new HashMap<>();
    private final Counter transactions;
    private final Timer commits;

    MeasuredChangeLog(ChangeLog log, MeterRegistry registry) {
        this.log = log;
        this.registry = registry;
        this.transactions = Counter.builder("cdc_vault.captured.transactions")
                .description("Source transactions captured; a snapshot's parts count as one each")
                .register(registry);
        this.commits = Timer.builder(COMMITS)
                .description("How long it takes to make a batch of captured changes durable")
                .serviceLevelObjectives(HistogramBuckets.times())
                .register(registry);
    }

    @Override
    public CapturePosition open() {
        return log.open();
    }

    @Override
    public void append(ChangeRecord record) {
        log.append(record);
        switch (record.kind()) {
            case ROW, TRUNCATE -> count(record);
            case END, SNAPSHOT_PART, SNAPSHOT_END, TABLE_SNAPSHOT_END, PARTIAL_SNAPSHOT_END -> transactions.increment();
            case BEGIN -> {}
        }
    }

    @Override
    public void commit(CapturePosition position) {
        commits.record(() -> log.commit(position));
    }

    @Override
    public void close() {
        log.close();
    }

    /** A tombstone follows a deletion and is no event of its own. */
    private void count(ChangeRecord record) {
        if (record.envelope() != null) {
            events.computeIfAbsent(record.topic(), this::counter).increment();
        }
    }

    private Counter counter(String topic) {
        return Counter.builder("cdc_vault.captured.events")
                .description("Row changes captured")
                .tag("topic", topic)
                .register(registry);
    }
}

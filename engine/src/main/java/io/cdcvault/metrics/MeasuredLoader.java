package io.cdcvault.metrics;

import io.cdcvault.change.RowChange;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.schema.model.TableName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Counts and times what is loaded. Used by one thread, as the loader is. */
final class MeasuredLoader implements Consumer<ChangeBatch> {

    static final String CHANGES = "cdc_vault.loaded.changes";
    static final String BATCHES = "cdc_vault.load.batch";
    static final String TABLE = "table";

    private final Consumer<ChangeBatch> loader;
    private final MeterRegistry registry;
    private final Map<TableName, Counter> changes = new HashMap<>();
    private final Counter transactions;
    private final Timer batches;
    private final DistributionSummary sizes;

    MeasuredLoader(Consumer<ChangeBatch> loader, MeterRegistry registry) {
        this.loader = loader;
        this.registry = registry;
        this.transactions = Counter.builder("cdc_vault.loaded.transactions")
                .description("Source transactions loaded into the vault")
                .register(registry);
        this.batches = Timer.builder(BATCHES)
                .description("How long it takes to load a batch")
                .serviceLevelObjectives(HistogramBuckets.times())
                .register(registry);
        this.sizes = DistributionSummary.builder("cdc_vault.load.batch.rows")
                .description("Source rows in a batch")
                .serviceLevelObjectives(1, 10, 100, 1_000, 10_000, 100_000)
                .register(registry);
    }

    @Override
    public void accept(ChangeBatch batch) {
        batches.record(() -> loader.accept(batch));
        sizes.record(batch.changes().size());
        batch.checkpoint().ifPresent(checkpoint -> transactions.increment(checkpoint.transactions()));
        batch.changes().stream()
                .collect(Collectors.groupingBy(RowChange::table, Collectors.counting()))
                .forEach((table, count) ->
                        changes.computeIfAbsent(table, this::counter).increment(count));
    }

    private Counter counter(TableName table) {
        return Counter.builder(CHANGES)
                .description("Row changes loaded, by source table")
                .tag(TABLE, table.toString())
                .register(registry);
    }
}

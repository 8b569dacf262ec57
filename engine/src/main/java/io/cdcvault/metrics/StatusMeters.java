package io.cdcvault.metrics;

import io.cdcvault.status.CaptureState;
import io.cdcvault.status.Health;
import io.cdcvault.status.LoadState;
import io.cdcvault.status.MartRefreshed;
import io.cdcvault.status.MartState;
import io.cdcvault.status.MartStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.ReplicaState;
import io.cdcvault.status.SlotView;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler.Sample;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The latest status as gauges: the same story as on the page and in the command. What is not known is NaN. */
public final class StatusMeters {

    private final MeterRegistry registry;
    private final MultiGauge vaultRows;
    private final MultiGauge followed;
    private final MultiGauge martAges;
    private final MultiGauge martRows;
    private volatile @Nullable Sample latest;

    public StatusMeters(MeterRegistry registry) {
        this.registry = registry;
        this.vaultRows = MultiGauge.builder("cdc_vault.vault.rows")
                .description("Rows of each vault table")
                .register(registry);
        this.followed = MultiGauge.builder("cdc_vault.columns.followed")
                .description("Columns of the source that came, went, got another name or a wider type, as the vault"
                        + " follows them")
                .register(registry);
        this.martAges = MultiGauge.builder("cdc_vault.mart.age.seconds")
                .description("How long ago each mart was refreshed")
                .register(registry);
        this.martRows = MultiGauge.builder("cdc_vault.mart.rows")
                .description("Rows of each mart")
                .register(registry);
        states("cdc_vault.health", "1 for what the installation's state comes to", Health.values(), Status::health);
        states(
                "cdc_vault.capture.state",
                "1 for what the capture is doing",
                CaptureState.values(),
                status -> status.capture().state());
        states("cdc_vault.load.state", "1 for what the loader is doing", LoadState.values(), status -> status.load()
                .state());
        states(
                "cdc_vault.replica.state",
                "1 for what the replica is doing",
                ReplicaState.values(),
                status -> status.replica().state());
        lags();
        slot();
        gauge(
                "cdc_vault.dead.letters",
                "Changes that could not be loaded and wait for a decision",
                Tags.empty(),
                status -> number(status.deadLetters()));
        gauge(
                "cdc_vault.table.snapshots.running",
                "Tables that are read again and not finished",
                Tags.empty(),
                StatusMeters::runningSnapshots);
        gauge(
                "cdc_vault.tables.left.out",
                "Tables of the source that have come and are not loaded",
                Tags.empty(),
                status -> status.leftOut().stream()
                        .filter(each -> each.columns().isEmpty())
                        .count());
        gauge(
                "cdc_vault.columns.left.out",
                "Columns that tables of the model have got, and that are not loaded",
                Tags.empty(),
                status -> status.leftOut().stream()
                        .mapToInt(each -> each.columns().size())
                        .sum());
        gauge(
                "cdc_vault.marts.stale",
                "Marts that were not refreshed within their freshness",
                Tags.empty(),
                StatusMeters::staleMarts);
        gauge(
                "cdc_vault.reasons",
                "Findings that keep the installation from being healthy",
                Tags.empty(),
                status -> status.reasons().size());
    }

    /** For the sampler to call. */
    public void update(Sample sample) {
        latest = sample;
        List<Row<?>> rows = sample.status().vault().entrySet().stream()
                .<Row<?>>map(table -> Row.of(Tags.of("table", table.getKey()), table.getValue()))
                .toList();
        vaultRows.register(rows, true);
        followed.register(
                sample.status().followed().entrySet().stream()
                        .<Row<?>>map(kind -> Row.of(Tags.of("change", kind.getKey()), kind.getValue()))
                        .toList(),
                true);
        List<MartStatus> marts = sample.status().marts().map(MartsStatus::marts).orElse(List.of());
        martAges.register(ofMarts(marts, MartRefreshed::ageSeconds), true);
        martRows.register(ofMarts(marts, MartRefreshed::rows), true);
    }

    /** A mart that was never refreshed has none. */
    private static List<Row<?>> ofMarts(List<MartStatus> marts, ToDoubleFunction<MartRefreshed> value) {
        return marts.stream()
                .filter(mart -> mart.refreshed().isPresent())
                .<Row<?>>map(mart -> Row.of(
                        Tags.of("mart", mart.name()),
                        value.applyAsDouble(mart.refreshed().get())))
                .toList();
    }

    private static double staleMarts(Status status) {
        List<MartStatus> marts = status.marts().map(MartsStatus::marts).orElse(List.of());
        return marts.stream().filter(mart -> mart.state() == MartState.STALE).count();
    }

    private void lags() {
        String bytes = "cdc_vault.lag.bytes";
        String seconds = "cdc_vault.lag.seconds";
        String byteText = "WAL that a stage has not dealt with";
        String secondText = "How old the oldest change is that a stage has not dealt with";
        gauge(
                bytes,
                byteText,
                Tags.of("stage", "capture"),
                status -> number(status.capture().lagBytes()));
        gauge(
                bytes,
                byteText,
                Tags.of("stage", "replica"),
                status -> number(status.replica().lagBytes()));
        gauge(
                seconds,
                secondText,
                Tags.of("stage", "capture"),
                status -> number(status.capture().lagSeconds()));
        gauge(
                seconds,
                secondText,
                Tags.of("stage", "replica"),
                status -> number(status.replica().lagSeconds()));
        gauge(
                seconds,
                secondText,
                Tags.of("stage", "load"),
                status -> number(status.load().lagSeconds()));
        gauge(
                "cdc_vault.lag.events",
                "Row changes published and not applied",
                Tags.of("stage", "load"),
                status -> number(status.feed().lagEvents()));
        gauge(
                "cdc_vault.lag.transactions",
                "Transactions published and not applied",
                Tags.of("stage", "load"),
                status -> number(status.feed().lagTransactions()));
    }

    private static double runningSnapshots(Status status) {
        return status.snapshots()
                .map(all -> (double) all.stream()
                        .filter(snapshot -> snapshot.finishedAt().isEmpty())
                        .count())
                .orElse(Double.NaN);
    }

    private void slot() {
        gauge(
                "cdc_vault.slot.active",
                "1 while the capture streams from the slot",
                Tags.empty(),
                status -> ofSlot(status, slot -> slot.isActive() ? 1 : 0));
        gauge(
                "cdc_vault.slot.retained.bytes",
                "WAL that the master keeps for the slot",
                Tags.empty(),
                status -> ofSlot(status, SlotView::retainedBytes));
        gauge(
                "cdc_vault.slot.safe.bytes",
                "WAL that may be written before the slot is lost",
                Tags.empty(),
                status -> ofSlot(status, slot -> number(slot.safeWalBytes())));
    }

    private static double ofSlot(Status status, ToDoubleFunction<SlotView> value) {
        Optional<SlotView> slot = status.capture().slot();
        return slot.isPresent() ? value.applyAsDouble(slot.get()) : Double.NaN;
    }

    private <E extends Enum<E>> void states(
            String name, String description, E[] all, java.util.function.Function<Status, E> state) {
        Arrays.stream(all)
                .forEach(one -> gauge(
                        name,
                        description,
                        Tags.of("state", one.name().toLowerCase(Locale.ROOT)),
                        status -> state.apply(status) == one ? 1 : 0));
    }

    private void gauge(String name, String description, Tags tags, ToDoubleFunction<Status> value) {
        Gauge.builder(name, this, meters -> meters.read(value))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private double read(ToDoubleFunction<Status> value) {
        Sample sample = latest;
        return sample == null ? Double.NaN : value.applyAsDouble(sample.status());
    }

    private static double number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }

    private static double number(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }
}

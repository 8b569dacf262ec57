package io.cdcvault.status.collect;

import io.cdcvault.settings.Settings;
import io.cdcvault.status.FeedStatus;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.Status;
import io.cdcvault.status.assess.Assessment;
import io.cdcvault.status.assess.Expectations;
import io.cdcvault.status.probe.DirectProbe;
import io.cdcvault.status.probe.LogProbe;
import io.cdcvault.status.probe.LogView;
import io.cdcvault.status.probe.MartProbe;
import io.cdcvault.status.probe.MartsView;
import io.cdcvault.status.probe.MasterProbe;
import io.cdcvault.status.probe.MasterView;
import io.cdcvault.status.probe.Probed;
import io.cdcvault.status.probe.ProbedViews;
import io.cdcvault.status.probe.ReplicaProbe;
import io.cdcvault.status.probe.ReplicaView;
import io.cdcvault.status.probe.WarehouseProbe;
import io.cdcvault.status.probe.WarehouseView;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at every system of an installation at the same time, what does not answer is reported as such, and the others
 * are still shown. A system that accepts no connection is given three seconds, one that is slow no longer than the
 * collector's patience.
 */
public final class StatusCollector {

    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final Settings settings;
    private final Time time;
    private final Duration patience;
    private final Supplier<Optional<ProcessView>> own;
    /** By system: what was asked and has not answered yet is not asked again. */
    private final Map<String, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newCachedThreadPool(StatusCollector::thread);

    public StatusCollector(Settings settings, Time time) {
        this(settings, time, PATIENCE);
    }

    /** @param patience for each system; one that takes longer is reported as such, and not asked again meanwhile */
    public StatusCollector(Settings settings, Time time, Duration patience) {
        this(settings, time, patience, Optional::empty);
    }

    /**
     * The same for a service that shows itself too.
     *
     * @param own what this process does; empty while it runs no service
     */
    public StatusCollector(Settings settings, Time time, Duration patience, Supplier<Optional<ProcessView>> own) {
        this.settings = settings;
        this.time = time;
        this.patience = patience;
        this.own = own;
    }

    /** From any thread. */
    public Status collect() {
        CompletableFuture<Probed<WarehouseView>> warehouse = begin("warehouse", new WarehouseProbe(settings)::look);
        CompletableFuture<Probed<MasterView>> master = begin("master", new MasterProbe(settings, time)::look);
        Optional<CompletableFuture<Probed<ReplicaView>>> replica =
                settings.replica().map(database -> begin("replica", () -> new ReplicaProbe(settings).look(database)));
        CompletableFuture<Probed<LogView>> log = begin("topics", () -> log(() -> soon(warehouse)));
        Optional<CompletableFuture<Probed<MartsView>>> marts = settings.mart()
                .map(database -> begin("presentation database", () -> new MartProbe(settings).look(database)));
        ProbedViews views = new ProbedViews(
                master.join(),
                replica.map(CompletableFuture::join),
                warehouse.join(),
                log.join(),
                marts.map(CompletableFuture::join),
                processes(warehouse.join()));
        return Assessment.of(views, Expectations.of(settings), time.now());
    }

    /** Of this one it knows better than the warehouse. */
    private List<ProcessView> processes(Probed<WarehouseView> warehouse) {
        Optional<ProcessView> mine = own.get();
        Stream<ProcessView> others = warehouse.seen().map(WarehouseView::processes).orElse(List.of()).stream()
                .filter(process ->
                        mine.filter(one -> one.name().equals(process.name())).isEmpty());
        return Stream.concat(mine.stream(), others).toList();
    }

    /** The topics can be read without the warehouse, and must not be blamed for it. */
    private Probed<WarehouseView> soon(CompletableFuture<Probed<WarehouseView>> warehouse) {
        return warehouse
                .copy()
                .completeOnTimeout(
                        new Probed.Unreachable<>("The warehouse is slow"),
                        patience.toMillis() / 2,
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private Probed<LogView> log(Supplier<Probed<WarehouseView>> warehouse) {
        return FeedStatus.kind(settings).equals(FeedStatus.DIRECT)
                ? DirectProbe.look(warehouse.get(), time.now())
                : new LogProbe(settings, time).look(warehouse);
    }

    @SuppressWarnings("unchecked") // A system's looks are all of one type.
    private <T> CompletableFuture<Probed<T>> begin(String system, Supplier<Probed<T>> look) {
        CompletableFuture<Probed<T>> begun = (CompletableFuture<Probed<T>>) underWay.compute(
                system,
                (name, before) -> before != null && !before.isDone()
                        ? before
                        : CompletableFuture.supplyAsync(look, threads)
                                .exceptionally(e ->
                                        new Probed.Unreachable<>("The " + system + " could not be read: " + cause(e))));
        return begun.copy()
                .completeOnTimeout(
                        new Probed.Unreachable<>("The " + system + " took too long to answer"),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static String cause(Throwable e) {
        return String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
    }

    /** Looking must not keep a process alive. */
    private static Thread thread(Runnable look) {
        Thread thread = new Thread(look, "cdc-vault-status");
        thread.setDaemon(true);
        return thread;
    }
}

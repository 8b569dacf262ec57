package io.cdcvault.status;

import io.cdcvault.settings.Settings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at every system of an installation at the same time, what does not answer is reported as such, and the others
 * are still told. A system that accepts no connection is given three seconds, one that is slow a few more.
 */
public final class StatusCollector {

    private static final long PATIENCE_MILLIS = 12_000;

    private final Settings settings;
    private final ExecutorService threads = Executors.newCachedThreadPool(StatusCollector::thread);

    public StatusCollector(Settings settings) {
        this.settings = settings;
    }

    /** From any thread. */
    public Status collect() {
        CompletableFuture<Part<WarehouseView>> warehouse = begin("warehouse", new WarehouseProbe(settings)::look);
        CompletableFuture<Part<MasterView>> master = begin("master", new MasterProbe(settings)::look);
        Optional<CompletableFuture<Part<ReplicaView>>> replica =
                settings.replica().map(database -> begin("replica", () -> new ReplicaProbe(settings).look(database)));
        CompletableFuture<Part<LogView>> log = begin("topics", () -> log(warehouse::join));
        Views views = new Views(master.join(), replica.map(CompletableFuture::join), warehouse.join(), log.join());
        return Assessment.of(
                views,
                settings.source().slot(),
                settings.source().retainedWalWarningBytes(),
                FeedStatus.kind(settings));
    }

    private Part<LogView> log(Supplier<Part<WarehouseView>> warehouse) {
        return FeedStatus.kind(settings).equals(FeedStatus.DIRECT)
                ? DirectProbe.look(warehouse.get())
                : new LogProbe(settings).look(warehouse);
    }

    private <T> CompletableFuture<Part<T>> begin(String system, Supplier<Part<T>> look) {
        return CompletableFuture.supplyAsync(look, threads)
                .exceptionally(e -> new Part.Unreachable<>("The " + system + " could not be read: " + cause(e)))
                .completeOnTimeout(
                        new Part.Unreachable<>("The " + system + " took too long to answer"),
                        PATIENCE_MILLIS,
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

package io.cdcvault.local.stack;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.process.LocalServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Starts systems of a stack at once, the replica after its master. */
public final class StackStart {

    private final LocalStack stack;
    private final Set<StackSystem> systems;
    private final Consumer<String> progress;

    /**
     * @param systems to start; the replica needs its master
     * @param progress given one line about each system, from several threads
     */
    public StackStart(LocalStack stack, Set<StackSystem> systems, Consumer<String> progress) {
        this.stack = stack;
        this.systems = Set.copyOf(systems);
        this.progress = progress;
    }

    /**
     * Returns when these systems answer.
     *
     * @throws LocalStackException with all failures, after every system had its chance
     */
    public void run() {
        List<CompletableFuture<Void>> starts = List.of(
                begin(StackSystem.MASTER).thenRun(() -> start(StackSystem.REPLICA)),
                begin(StackSystem.BROKER),
                begin(StackSystem.DWH),
                begin(StackSystem.PRESENTATION));
        List<String> failures = new ArrayList<>();
        for (CompletableFuture<Void> start : starts) {
            try {
                start.join();
            } catch (CompletionException e) {
                failures.add(e.getCause() instanceof LocalStackException known ? known.getMessage() : e.toString());
            }
        }
        if (!failures.isEmpty()) {
            throw new LocalStackException(String.join(System.lineSeparator(), failures));
        }
    }

    private CompletableFuture<Void> begin(StackSystem system) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(done, system), "start-" + system.label());
        thread.start();
        return done;
    }

    private void complete(CompletableFuture<Void> done, StackSystem system) {
        try {
            start(system);
            done.complete(null);
        } catch (RuntimeException | Error e) {
            // An error, too: the command would wait for ever.
            done.completeExceptionally(e);
        }
    }

    private void start(StackSystem system) {
        if (!systems.contains(system)) {
            return;
        }
        LocalServer server = stack.server(system);
        boolean ran = server.isRunning();
        long begin = System.nanoTime();
        stack.start(system);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        progress.accept(
                system.label() + (ran ? ": already running" : ": started in %.1f s".formatted(took.toMillis() / 1e3)));
    }
}

package io.cdcvault.servers.postgres;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.process.Await;
import io.cdcvault.servers.process.Command;
import io.cdcvault.servers.process.PidFile;
import io.cdcvault.servers.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server process of one data directory, driven by {@code pg_ctl}, which also detaches it from our terminal. */
final class Postmaster {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration ORPHANS_LIMIT = Duration.ofSeconds(10);

    private final PostgresBinaries binaries;
    private final Path directory;
    private final PidFile pidFile;

    Postmaster(PostgresBinaries binaries, Path directory) {
        this.binaries = binaries;
        this.directory = directory;
        this.pidFile = new PidFile(directory.resolve("postmaster.pid"), List.of("postgres", directory.toString()));
    }

    Optional<ProcessHandle> process() {
        return pidFile.process();
    }

    /**
     * Starts the process; after a kill it first waits for the orphaned backends, which still hold the shared memory.
     */
    void start() {
        pidFile.deleteIfStale();
        StringBuilder reason = new StringBuilder();
        if (!Await.within(ORPHANS_LIMIT, () -> triesToStart(reason))) {
            throw new LocalStackException("PostgreSQL does not start in " + directory + ": " + reason);
        }
    }

    void stop(String mode) {
        process().ifPresent(process -> {
            control("stop", "--mode=" + mode);
            // pg_ctl waits for the pid file to go, which is a little earlier.
            Processes.awaitEnd(process);
        });
    }

    private boolean triesToStart(StringBuilder reason) {
        try {
            control("start", "--log=" + log());
            return true;
        } catch (LocalStackException e) {
            reason.setLength(0);
            reason.append(lastComplaint().orElse(String.valueOf(e.getMessage())));
            if (!reason.toString().contains("still in use")) {
                throw new LocalStackException("PostgreSQL does not start in " + directory + ": " + reason, e);
            }
            return false;
        }
    }

    private void control(String action, String option) {
        Command.withoutRoot(List.of(
                        binaries.program("pg_ctl").toString(),
                        action,
                        "--pgdata=" + directory,
                        option,
                        "--wait",
                        "--timeout=" + LIMIT.toSeconds(),
                        "--silent"))
                .run();
    }

    private Optional<String> lastComplaint() {
        try {
            return Files.readAllLines(log()).stream()
                    .filter(line -> line.contains("FATAL") || line.contains("HINT"))
                    .reduce((first, second) -> second);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private Path log() {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }
}

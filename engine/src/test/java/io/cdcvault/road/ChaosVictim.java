package io.cdcvault.road;

import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A service with a slot and a vault of its own that is started again whenever it was ended. */
final class ChaosVictim {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SHOWN_LINES = 20;

    private final ChaosRoad road;
    private final String place;
    private final boolean kafka;
    private ServiceProcess process;
    private int kills;

    private ChaosVictim(ChaosRoad road, String place, boolean kafka) {
        this.road = road;
        this.place = place;
        this.kafka = kafka;
        road.stack().dwh().createDatabase(place);
        process = launch();
    }

    static ChaosVictim start(ChaosRoad road, String place, boolean kafka) {
        return new ChaosVictim(road, place, kafka);
    }

    void killAndStart() {
        process.kill();
        kills++;
        process = launch();
    }

    void stopAndStart() {
        stop();
        process = launch();
    }

    void start() {
        process = launch();
    }

    void stop() {
        try {
            int exitCode = process.terminate();
            if (exitCode != 0) {
                throw failure("ended with " + exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void requireAlive() {
        if (!process.isAlive() || process.output().contains("OutOfMemoryError")) {
            throw failure("has ended by itself");
        }
    }

    /** Runs a command about this installation, which must succeed. */
    void command(List<String> words) {
        try (ServiceProcess command = start(words)) {
            if (command.exitCode() != 0) {
                throw new AssertionError(place + " does not " + words + ": " + command.output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns once nothing is loaded any more: the service follows a pause within seconds. */
    void pauseLoad() {
        command(List.of("pause", "load"));
        AdminClient admin = new AdminClient(process.admin());
        boolean isPaused = Await.within(PATIENCE, () -> {
            requireAlive();
            return admin.json("api/status").at("/load/state").asText().equals("paused");
        });
        if (!isPaused) {
            throw failure("does not pause its load");
        }
    }

    /** Waits until the service says by itself that something is wrong with a table. */
    void awaitReported(AuditedTable table) {
        AdminClient admin = new AdminClient(process.admin());
        boolean isReported = Await.within(PATIENCE, () -> {
            requireAlive();
            return admin.json("health/ready")
                    .path("reasons")
                    .toString()
                    .contains(table.sourceName().split("\"", -1)[0]);
        });
        if (!isReported) {
            throw failure("does not report what is wrong with " + table.relation() + " but "
                    + admin.ask("health/ready").body());
        }
    }

    /** Shows the end of the service's log, and keeps all of it. */
    AssertionError failure(String what) {
        String log = process.output();
        Path kept = Path.of("target", "chaos-" + place + ".log");
        try {
            Files.writeString(kept, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = log.lines().toList();
        return new AssertionError(place + " " + what + "; all of its log is in " + kept + ", which ends with:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())));
    }

    int kills() {
        return kills;
    }

    String place() {
        return place;
    }

    ServiceProcess process() {
        return process;
    }

    Road asRoad() {
        return new Road(road.stack(), place);
    }

    private ServiceProcess launch() {
        return start(List.of("run"));
    }

    private ServiceProcess start(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        road.settings(place, kafka).forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return ServiceProcess.start(
                List.of(), ServiceProcess.sparseConfiguration(road.stack(), kafka), arguments.toArray(String[]::new));
    }
}

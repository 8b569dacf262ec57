package io.cdcvault.road;

import java.util.ArrayList;
import java.util.List;

/** A service with a slot and a vault of its own that is started again whenever it was ended. */
final class ChaosVictim {

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
                throw new AssertionError(place + " ended with " + exitCode + ": " + process.output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void requireAlive() {
        if (!process.isAlive() || process.output().contains("OutOfMemoryError")) {
            throw new AssertionError(place + " has ended by itself: " + process.output());
        }
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
        List<String> arguments = new ArrayList<>(List.of("run"));
        road.settings(place, kafka).forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return ServiceProcess.start(
                List.of(), ServiceProcess.sparseConfiguration(road.stack(), kafka), arguments.toArray(String[]::new));
    }
}

package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Random faults for as long as it is told to, while eight writers play and two are audited: what {@code bin/chaos.sh}
 * runs. Not one of the ordinary tests.
 */
final class Chaos {

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(4);

    /** After every so many kills the services are left alone until they have caught up. */
    private static final int RESPITE = 6;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ChaosChoice choice = new ChaosChoice(System.getProperty("chaos.faults", ""), random);
    private final ChaosReport report = new ChaosReport();

    @Test
    void vaultsAreExactlyRightInTheEnd() throws Exception {
        Duration duration = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 5));
        try (ChaosRoad road = ChaosRoad.start(choice.includes(ChaosFault.PROMOTE))) {
            Traffic traffic =
                    new Traffic(road.masterUrl(), TrafficPlan.endless(1, 8).at(60));
            CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
            road.writers().start(seed);
            say("seed " + seed);
            long end = System.nanoTime() + duration.toNanos();
            while (System.nanoTime() < end) {
                strike(road);
            }
            road.writers().stop();
            traffic.stop();
            playing.join();
            road.awaitCaughtUp();
            report.played(traffic.tally());
            judge(road);
        }
    }

    private void strike(ChaosRoad road) {
        ChaosFault fault = choice.next();
        say(fault.toString());
        try {
            strike(road, fault);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed + ", at the fault \"" + fault + "\": " + e.getMessage(), e);
        }
    }

    private void strike(ChaosRoad road, ChaosFault fault) {
        long begun = System.nanoTime();
        fault.strike(road, random);
        if (fault.isQuick() && random.nextInt(RESPITE) > 0) {
            report.struck(fault);
            Await.within(LONGEST_LIFE.multipliedBy(random.nextInt(100)).dividedBy(100), () -> false);
        } else {
            road.awaitCaughtUp();
            report.recovered(fault, Duration.ofNanos(System.nanoTime() - begun));
        }
        road.requireAlive();
        road.writers().requireGood();
    }

    private void judge(ChaosRoad road) throws SQLException, IOException, InterruptedException {
        say("judging");
        road.judge(report);
        Path file = Path.of("target", "chaos-report.md");
        Files.writeString(file, report.toString());
        System.out.println(report);
        assertThat(report.isGood()).as(report.toString()).isTrue();
    }

    private static void say(String what) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
    }
}

package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.servers.process.Await;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Four databases that live and are migrated at random for as long as it is told to, while their services are killed:
 * what {@code bin/chaos.sh --databases} runs. Not one of the ordinary tests.
 */
final class ChaosDatabases {

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(4);

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void vaultsAreRightAfterEachStep() throws Exception {
        Duration duration = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 5));
        try (FourDatabases databases = new FourDatabases(seed)) {
            databases.start();
            long end = System.nanoTime() + duration.toNanos();
            for (int step = 1; System.nanoTime() < end; step++) {
                System.out.println("Step " + step);
                databases.live(20 + random.nextInt(80), random.nextInt(5));
                for (int kills = random.nextInt(4); kills > 0; kills--) {
                    databases.killOne();
                    Await.within(LONGEST_LIFE.multipliedBy(random.nextInt(100)).dividedBy(100), () -> false);
                }
                databases.requireRight();
            }
            assertThat(databases.stop()).containsOnly(0);
        }
    }
}

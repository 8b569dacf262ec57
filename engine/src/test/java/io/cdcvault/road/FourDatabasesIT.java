package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A short run of {@link FourDatabases}; {@code bin/chaos.sh --databases} makes long ones. */
final class FourDatabasesIT {

    @Test
    void vaultsOfUneditedModelsEqualTheirSourcesAfterAnyMigrationAmongChanges() throws Exception {
        try (FourDatabases databases = new FourDatabases(Long.getLong("databases.seed", 11))) {
            databases.start();
            for (int step = 0; step < Integer.getInteger("databases.steps", 2); step++) {
                databases.live(100, 5);
                databases.requireRight();
            }
            assertThat(databases.stop()).containsOnly(0);
        }
    }
}

package io.cdcvault.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RepertoireTest {

    @Test
    void everyMoveIsPlayedSometimes() {
        Random random = new Random(1);
        Set<Repertoire> seen = EnumSet.noneOf(Repertoire.class);

        for (int i = 0; i < 5_000; i++) {
            seen.add(Repertoire.any(random));
        }

        assertThat(seen).containsExactlyInAnyOrder(Repertoire.values());
    }

    @Test
    void sharesAddUpToAHundred() {
        assertThat(Repertoire.shares()).isEqualTo(100);
    }
}

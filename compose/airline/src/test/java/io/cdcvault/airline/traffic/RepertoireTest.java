package io.cdcvault.airline.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RepertoireTest {

    @Test
    void everyMoveIsPlayedSometimes() {
        Random random = new Random(1);

        assertThat(Stream.generate(() -> Repertoire.any(random)).limit(5_000).distinct())
                .containsExactlyInAnyOrderElementsOf(Repertoire.ALL);
    }

    @Test
    void sharesAddUpToAHundred() {
        assertThat(Repertoire.ALL).extracting(Repertoire::share).satisfies(shares -> assertThat(
                        shares.stream().mapToInt(share -> share).sum())
                .isEqualTo(100));
    }
}

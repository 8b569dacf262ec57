package io.cdcvault.load.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RowTagsTest {

    private final RowTags tags = new RowTags();

    @Test
    void everyTagIsHeldHoweverManyThereAreAndFewOthersAre() {
        for (int count : List.of(0, 1, 7, 8, 9, 1_000, 40_000, 500_000)) {
            tags.clear();
            Random random = new Random(count);
            Set<Integer> added = new HashSet<>();
            for (int i = 0; i < count; i++) {
                int tag = i == 0 ? 0 : random.nextInt();
                tags.add(tag);
                tags.add(tag);
                added.add(tag);
            }

            assertThat(added).allMatch(tags::mayHold);
            assertThat(random.ints(10_000)
                            .filter(tag -> !added.contains(tag))
                            .filter(tags::mayHold)
                            .count())
                    .isLessThan(600);
        }
    }

    @Test
    void nothingIsHeldOnceItIsCleared() {
        tags.add(1);
        tags.add(0);

        tags.clear();

        assertThat(tags.mayHold(1) || tags.mayHold(0)).isFalse();
    }
}

package io.cdcvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.verify.Difference.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RowMergeTest {

    private static final Set<String> NOTHING_EXPLAINED = Set.of();

    @Test
    void eachKindOfDifferenceIsCountedOnce() throws SQLException {
        RowMerge merge = new RowMerge(10, false, NOTHING_EXPLAINED);

        merge.walk(
                Rows.of(List.of("a", "1"), List.of("b", "1"), List.of("d", "1"), List.of("e", "1")),
                Rows.of(List.of("b", "2"), List.of("c", "1"), List.of("d", "1")));

        assertThat(merge.examples())
                .containsOnly(
                        Map.entry("a", Kind.MISSING),
                        Map.entry("b", Kind.CHANGED),
                        Map.entry("c", Kind.SURPLUS),
                        Map.entry("e", Kind.MISSING));
        assertThat(merge.count(Kind.MISSING)).isEqualTo(2);
        assertThat(merge.count(Kind.SURPLUS)).isEqualTo(1);
        assertThat(merge.count(Kind.CHANGED)).isEqualTo(1);
    }

    @Test
    void sideThatHasEndedComesAfterEverything() throws SQLException {
        RowMerge merge = new RowMerge(10, false, NOTHING_EXPLAINED);

        merge.walk(Rows.of(), Rows.of(List.of("a", "1"), List.of("b", "1")));

        assertThat(merge.count(Kind.SURPLUS)).isEqualTo(2);
        assertThat(merge.count(Kind.MISSING)).isZero();
    }

    @Test
    void vaultThatMayHoldMoreHasNoSurplus() throws SQLException {
        RowMerge merge = new RowMerge(10, true, NOTHING_EXPLAINED);

        merge.walk(Rows.of(List.of("b", "1")), Rows.of(List.of("a", "1"), List.of("b", "1")));

        assertThat(merge.examples()).isEmpty();
        assertThat(merge.count(Kind.SURPLUS)).isZero();
    }

    @Test
    void rowsOfOneKeyAreComparedOneByOne() throws SQLException {
        RowMerge merge = new RowMerge(10, false, NOTHING_EXPLAINED);

        merge.walk(Rows.of(List.of("a", "1"), List.of("a", "2")), Rows.of(List.of("a", "1")));

        assertThat(merge.count(Kind.MISSING)).isEqualTo(1);
    }

    @Test
    void explainedDifferencesAreCountedApartAndExamplesAreBounded() throws SQLException {
        RowMerge merge = new RowMerge(1, false, Set.of("b"));

        merge.walk(Rows.of(List.of("a", "1"), List.of("b", "1")), Rows.of());

        assertThat(merge.count(Kind.MISSING)).isEqualTo(2);
        assertThat(merge.explained()).isEqualTo(1);
        assertThat(merge.examples()).containsOnlyKeys("a");
    }
}

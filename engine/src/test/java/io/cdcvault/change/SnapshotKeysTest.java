package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotKeysTest {

    private static final TableSnapshot SNAPSHOT = new TableSnapshot(7, new TableName("shop", "orders"), true);
    private static final SnapshotCursor BEGINNING = SnapshotCursor.atBeginning(SNAPSHOT);

    @Test
    void keysAreTakenSomeAtATimeUntilTheLast() {
        SnapshotKeys all = keys(0, 5, true);
        SnapshotKeys first = all.following(BEGINNING, 3).orElseThrow();
        SnapshotCursor after = first.next(BEGINNING, 2);
        SnapshotKeys rest = all.following(after, 3).orElseThrow();

        assertThat(first.keys()).hasSize(3);
        assertThat(first.areLast()).isFalse();
        assertThat(after.keys()).isEqualTo(3);
        assertThat(after.rows()).as("of three keys two have rows").isEqualTo(2);
        assertThat(rest.keys()).containsExactly(List.of("3"), List.of("4"));
        assertThat(rest.areLast()).isTrue();
        assertThat(rest.next(after, 2).keys()).isEqualTo(5);
    }

    @Test
    void keysThatAreNotThoseThatFollowAreNotTaken() {
        SnapshotKeys later = keys(10, 5, false);
        SnapshotCursor other = SnapshotCursor.atBeginning(new TableSnapshot(8, SNAPSHOT.table(), true));

        assertThat(later.following(BEGINNING, 3)).isEmpty();
        assertThat(later.following(other, 3)).isEmpty();
        assertThat(later.following(at(15), 3)).as("more follow").isEmpty();
        assertThat(keys(10, 5, true).following(at(15), 3))
                .as("none follows, and the snapshot has yet to end")
                .hasValueSatisfying(none -> assertThat(none.areLast()).isTrue());
    }

    private static SnapshotCursor at(int key) {
        return new SnapshotCursor(SNAPSHOT, List.of("" + key), key);
    }

    private static SnapshotKeys keys(int after, int count, boolean areLast) {
        return new SnapshotKeys(
                SNAPSHOT,
                List.of("id"),
                after,
                IntStream.range(after, after + count)
                        .mapToObj(key -> List.of("" + key))
                        .toList(),
                areLast);
    }
}

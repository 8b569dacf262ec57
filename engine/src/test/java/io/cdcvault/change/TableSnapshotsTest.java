package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TableSnapshotsTest {

    private static final TableSnapshot FIRST = new TableSnapshot(7, new TableName("public", "seats"));
    private static final TableSnapshot SECOND = new TableSnapshot(9, new TableName("public", "tickets"));
    private static final SnapshotCursor HALFWAY = new SnapshotCursor(FIRST, List.of("1A"), 100);

    @Test
    void areTakenOneAfterTheOtherAndEachOnce() {
        TableSnapshots first = TableSnapshots.NONE.following(List.of(SECOND, FIRST));
        TableSnapshots second = first.ended().following(List.of(FIRST, SECOND));

        assertThat(first.current()).contains(SnapshotCursor.atBeginning(FIRST));
        assertThat(second.current()).contains(SnapshotCursor.atBeginning(SECOND));
        assertThat(second.ended().following(List.of(FIRST, SECOND)).current()).isEmpty();
    }

    @Test
    void oneThatIsUnderWayGoesOnWhereItWas() {
        assertThat(TableSnapshots.NONE
                        .at(HALFWAY)
                        .following(List.of(FIRST, SECOND))
                        .current())
                .contains(HALFWAY);
    }

    @Test
    void oneThatNobodyWantsAnyMoreIsLetGo() {
        assertThat(TableSnapshots.NONE.at(HALFWAY).following(List.of(SECOND)).current())
                .isEqualTo(Optional.of(SnapshotCursor.atBeginning(SECOND)));
    }

    @Test
    void afterALostSlotTheOneUnderWayBeginsAnew() {
        assertThat(TableSnapshots.NONE
                        .at(HALFWAY)
                        .begunAnew()
                        .following(List.of(FIRST))
                        .current())
                .contains(SnapshotCursor.atBeginning(FIRST));
    }
}

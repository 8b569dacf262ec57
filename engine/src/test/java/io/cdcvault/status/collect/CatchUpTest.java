package io.cdcvault.status.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.CaptureStatus;
import io.cdcvault.status.FeedStatus;
import io.cdcvault.status.Health;
import io.cdcvault.status.LoadState;
import io.cdcvault.status.LoadStatus;
import io.cdcvault.status.ReplicaState;
import io.cdcvault.status.ReplicaStatus;
import io.cdcvault.status.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CatchUpTest {

    private static final Map<String, Object> STREAMING = Map.of("lsn", 1L);
    private static final Map<String, Object> SNAPSHOT = Map.of("lsn", 1L, "snapshot", "INITIAL");

    @Test
    void isNotReachedBeforeTheMarkIsPublished() {
        CatchUp catchUp = new CatchUp(new Lsn(500));

        assertThat(catchUp.isReached(status(STREAMING, 499, 10, 10))).isFalse();
        assertThat(catchUp.isReached(status(STREAMING, 500, 10, 10))).isTrue();
    }

    @Test
    void isReachedThoughNewChangesKeepComing() {
        CatchUp catchUp = new CatchUp(new Lsn(500));

        assertThat(catchUp.isReached(status(STREAMING, 500, 10, 9))).isFalse();
        assertThat(catchUp.isReached(status(STREAMING, 900, 40, 10))).isTrue();
    }

    @Test
    void isNotReachedInTheMiddleOfASnapshot() {
        CatchUp catchUp = new CatchUp(new Lsn(500));

        assertThat(catchUp.isReached(status(SNAPSHOT, 600, 10, 10))).isFalse();
    }

    private static Status status(Map<String, Object> offset, long publishedLsn, long published, long applied) {
        CapturePosition position =
                new CapturePosition(offset, new TransactionStamp(published, 0), 0, new Lsn(publishedLsn));
        return new Status(
                Health.HEALTHY,
                List.of(),
                new CaptureStatus(
                        CaptureState.STREAMING,
                        "cdc_vault",
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.of(position)),
                new ReplicaStatus(ReplicaState.NOT_CONFIGURED, OptionalLong.empty(), OptionalDouble.empty()),
                new FeedStatus("kafka", true, OptionalLong.empty(), OptionalLong.empty(), Map.of()),
                new LoadStatus(
                        LoadState.RUNNING,
                        1,
                        Optional.of(new AppliedView(
                                "{}", new TransactionNumber(applied), new Lsn(1), 0, applied, 0, 0, false)),
                        OptionalDouble.empty()),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.of(Map.of()),
                OptionalLong.of(0),
                Optional.of(List.of()),
                Optional.empty());
    }
}

package io.cdcvault.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Lsn;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.CaptureStatus;
import io.cdcvault.status.FeedStatus;
import io.cdcvault.status.Health;
import io.cdcvault.status.LoadState;
import io.cdcvault.status.LoadStatus;
import io.cdcvault.status.ReplicaState;
import io.cdcvault.status.ReplicaStatus;
import io.cdcvault.status.SlotView;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class StateChangesTest {

    private final List<Alert.Kind> told = new ArrayList<>();
    private final StateChanges changes = new StateChanges("sales", alert -> told.add(alert.kind()));

    @Test
    void eachStateThatStaysIsToldOnce() {
        see(Health.HEALTHY, Health.HEALTHY, Health.DOWN, Health.DOWN, Health.DOWN, Health.DEGRADED, Health.DEGRADED);
        see(Health.HEALTHY, Health.HEALTHY, Health.HEALTHY);

        assertThat(told).containsExactly(Alert.Kind.DOWN, Alert.Kind.DEGRADED, Alert.Kind.RECOVERED);
    }

    @Test
    void whatIsSeenOnlyOnceIsNotTold() {
        see(Health.HEALTHY, Health.DOWN, Health.HEALTHY, Health.DEGRADED, Health.HEALTHY);

        assertThat(told).isEmpty();
    }

    @Test
    void aSlotThatComesToBeAtRiskIsToldAtOnce() {
        changes.accept(sample(Health.DEGRADED, "unreserved"));
        changes.accept(sample(Health.DEGRADED, "unreserved"));

        assertThat(told).containsExactly(Alert.Kind.SLOT_AT_RISK, Alert.Kind.DEGRADED);
    }

    private void see(Health... states) {
        for (Health state : states) {
            changes.accept(sample(state, "reserved"));
        }
    }

    private static Sample sample(Health health, String walStatus) {
        SlotView slot =
                new SlotView(true, walStatus, OptionalLong.empty(), 0, Optional.of(new Lsn(1)), Optional.empty());
        return new Sample(
                Instant.EPOCH,
                new Status(
                        health,
                        List.of(),
                        new CaptureStatus(
                                CaptureState.STREAMING,
                                "slot",
                                Optional.of(slot),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                Optional.empty()),
                        new ReplicaStatus(ReplicaState.NOT_CONFIGURED, OptionalLong.empty(), OptionalDouble.empty()),
                        new FeedStatus("kafka", true, OptionalLong.empty(), OptionalLong.empty(), Map.of()),
                        new LoadStatus(LoadState.RUNNING, 1, Optional.empty(), OptionalDouble.empty()),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }
}

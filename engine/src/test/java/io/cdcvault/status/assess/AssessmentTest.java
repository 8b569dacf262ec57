package io.cdcvault.status.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Pausable;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.FeedStatus;
import io.cdcvault.status.Health;
import io.cdcvault.status.LoadState;
import io.cdcvault.status.ReplicaState;
import io.cdcvault.status.SlotView;
import io.cdcvault.status.Status;
import io.cdcvault.status.probe.LogView;
import io.cdcvault.status.probe.MasterView;
import io.cdcvault.status.probe.Probed;
import io.cdcvault.status.probe.ProbedViews;
import io.cdcvault.status.probe.ReplicaView;
import io.cdcvault.status.probe.WarehouseView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class AssessmentTest {

    private static final long NOW = 1_000_000_000;
    private static final Expectations EXPECTED = new Expectations("cdc_vault", FeedStatus.KAFKA, 600, 1_000);
    private static final SlotView SLOT = new SlotView(
            true, "reserved", OptionalLong.empty(), 100, Optional.of(new Lsn(900)), Optional.of(new Lsn(1000)));
    private static final MasterView MASTER =
            new MasterView("slot", NOW, 0, new Lsn(1000), true, Optional.of(SLOT), Map.of());
    private static final ReplicaView REPLICA = new ReplicaView(true, true, new Lsn(990), 0);
    private static final AppliedView APPLIED =
            new AppliedView("{}", new TransactionNumber(10), new Lsn(800), 100, 10, 90, 1, false);
    private static final WarehouseView WAREHOUSE = new WarehouseView(
            1,
            Optional.of(APPLIED),
            Map.of("hub_ticket", 7L),
            Map.of(),
            Map.of(),
            0,
            List.of(),
            List.of(),
            OptionalDouble.empty());

    @Test
    void everythingRunningIsHealthy() {
        Status status = assess(MASTER, REPLICA, WAREHOUSE, log(10, 100));

        assertThat(status.health()).isEqualTo(Health.HEALTHY);
        assertThat(status.reasons()).isEmpty();
        assertThat(status.capture().state()).isEqualTo(CaptureState.STREAMING);
        assertThat(status.capture().lagBytes()).hasValue(100);
        assertThat(status.capture().lagSeconds()).hasValue(0);
        assertThat(status.replica().lagBytes()).hasValue(10);
        assertThat(status.feed().lagEvents()).hasValue(0);
        assertThat(status.load().lagSeconds()).hasValue(0);
    }

    @Test
    void aFreshInstallationWasNeverStarted() {
        Status status = assess(
                new MasterView("slot", NOW, 0, new Lsn(1000), false, Optional.empty(), Map.of()),
                REPLICA,
                new WarehouseView(
                        0,
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        0,
                        List.of(),
                        List.of(),
                        OptionalDouble.empty()),
                new LogView(Optional.empty(), Optional.empty(), Map.of(), NOW));

        assertThat(status.health()).isEqualTo(Health.DOWN);
        assertThat(status.capture().state()).isEqualTo(CaptureState.STOPPED);
        assertThat(status.reasons()).hasSize(2).allMatch(reason -> reason.contains("never started"));
    }

    @Test
    void aSnapshotUnderWayIsDegraded() {
        SlotView idle =
                new SlotView(false, "reserved", OptionalLong.empty(), 100, Optional.of(new Lsn(900)), Optional.empty());
        MasterView master = new MasterView("slot", NOW, 0, new Lsn(1000), true, Optional.of(idle), Map.of());

        Status status =
                assess(master, REPLICA, WAREHOUSE, new LogView(Optional.empty(), Optional.empty(), Map.of(), NOW));

        assertThat(status.capture().state()).isEqualTo(CaptureState.SNAPSHOT);
    }

    @Test
    void aMissingSlotWithAPositionIsLost() {
        MasterView master = new MasterView("slot", NOW, 0, new Lsn(1000), false, Optional.empty(), Map.of());

        Status status = assess(master, REPLICA, WAREHOUSE, log(10, 100));

        assertThat(status.capture().state()).isEqualTo(CaptureState.LOST);
        assertThat(status.health()).isEqualTo(Health.DOWN);
        assertThat(status.reasons()).singleElement().asString().contains("slot", "snapshot");
    }

    @Test
    void serverWhoseWalEndsBeforeThePositionIsDown() {
        MasterView master = new MasterView("slot", NOW, 0, new Lsn(799), false, Optional.of(SLOT), Map.of());

        Status status = assess(master, REPLICA, WAREHOUSE, log(10, 100));

        assertThat(status.health()).isEqualTo(Health.DOWN);
        assertThat(status.reasons()).anyMatch(reason -> reason.contains("WAL ends at 0/31F"));
    }

    @Test
    void aSlotThatWillSoonBeInvalidatedDegrades() {
        Status status = assess(master(slot(OptionalLong.of(240), 760)), REPLICA, WAREHOUSE, log(10, 100));

        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.reasons()).singleElement().asString().contains("invalidated after 240", "keep_size");
    }

    @Test
    void aSlotFarFromTheMastersLimitIsHealthyHoweverMuchItKeeps() {
        Status status = assess(master(slot(OptionalLong.of(5_000), 5_000)), REPLICA, WAREHOUSE, log(10, 100));

        assertThat(status.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void withoutALimitOfTheMastersTheConfiguredOneWarns() {
        Status status = assess(master(slot(OptionalLong.empty(), 1_001)), REPLICA, WAREHOUSE, log(10, 100));

        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.reasons()).singleElement().asString().contains("keeps 1001 bytes");
    }

    @Test
    void whatWaitsIsAsOldAsItsOldestTransaction() {
        LogView log = new LogView(
                Optional.of(position(12, 130)), Optional.of(new TransactionStamp(11, NOW - 2_500_000)), Map.of(), NOW);

        Status status = assess(MASTER, REPLICA, WAREHOUSE, log);

        assertThat(status.feed().lagEvents()).hasValue(30);
        assertThat(status.feed().lagTransactions()).hasValue(2);
        assertThat(status.load().lagSeconds()).hasValue(2.5);
        assertThat(status.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aVaultAheadOfItsTopicsIsDown() {
        Status status = assess(MASTER, REPLICA, WAREHOUSE, log(3, 30));

        assertThat(status.health()).isEqualTo(Health.DOWN);
        assertThat(status.reasons()).singleElement().asString().contains("7 transactions ahead");
    }

    @Test
    void aLoaderThatAppliesNothingIsDegraded() {
        AppliedView stuck = new AppliedView("{}", new TransactionNumber(10), new Lsn(800), 100, 10, 90, 300, false);
        LogView log = new LogView(
                Optional.of(position(12, 130)),
                Optional.of(new TransactionStamp(11, NOW - 290_000_000)),
                Map.of(),
                NOW);

        Status status = assess(
                MASTER,
                REPLICA,
                new WarehouseView(
                        1,
                        Optional.of(stuck),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        0,
                        List.of(),
                        List.of(),
                        OptionalDouble.empty()),
                log);

        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.reasons()).singleElement().asString().contains("300 s");
    }

    @Test
    void deadLettersDegrade() {
        Status status = assess(
                MASTER,
                REPLICA,
                new WarehouseView(
                        1,
                        Optional.of(APPLIED),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        4,
                        List.of(),
                        List.of(),
                        OptionalDouble.empty()),
                log(10, 100));

        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.deadLetters()).hasValue(4);
    }

    @Test
    void aReplicaThatReceivesNothingDegrades() {
        Status status = assess(MASTER, new ReplicaView(true, false, new Lsn(990), 0), WAREHOUSE, log(10, 100));

        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.replica().state()).isEqualTo(ReplicaState.NOT_CONNECTED);
    }

    @Test
    void aPausedCaptureAndAPausedLoaderDegrade() {
        Map<Pausable, Instant> paused = Map.of(Pausable.CAPTURE, Instant.EPOCH, Pausable.LOAD, Instant.EPOCH);
        MasterView idle = new MasterView("slot", NOW, 0, new Lsn(1000), false, Optional.of(SLOT), Map.of());

        Status status = assess(
                idle,
                REPLICA,
                new WarehouseView(
                        0,
                        Optional.of(APPLIED),
                        Map.of(),
                        Map.of(),
                        paused,
                        0,
                        List.of(),
                        List.of(),
                        OptionalDouble.empty()),
                log(10, 100));

        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.capture().state()).isEqualTo(CaptureState.PAUSED);
        assertThat(status.load().state()).isEqualTo(LoadState.PAUSED);
        assertThat(status.reasons()).hasSize(2).allMatch(reason -> reason.contains("paused since"));
    }

    @Test
    void lagAboveTheLimitDegrades() {
        LogView log = new LogView(
                Optional.of(position(12, 130)),
                Optional.of(new TransactionStamp(11, NOW - 601_000_000)),
                Map.of(),
                NOW);

        Status status = assess(MASTER, REPLICA, WAREHOUSE, log);

        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.reasons()).singleElement().asString().contains("601 s behind");
    }

    @Test
    void whatAnswersIsToldBesideWhatDoesNot() {
        ProbedViews views = new ProbedViews(
                new Probed.Unreachable<>("master gone"),
                Optional.empty(),
                new Probed.Seen<>(WAREHOUSE),
                new Probed.Unreachable<>("brokers gone"),
                Optional.empty());

        Status status = Assessment.of(views, EXPECTED, Instant.EPOCH);

        assertThat(status.reasons())
                .satisfiesExactly(
                        master -> assertThat(master).startsWith("master gone. "),
                        brokers -> assertThat(brokers).startsWith("brokers gone. "));
        assertThat(status.capture().state()).isEqualTo(CaptureState.UNREACHABLE);
        assertThat(status.replica().state()).isEqualTo(ReplicaState.NOT_CONFIGURED);
        assertThat(status.feed().isReachable()).isFalse();
        assertThat(status.feed().lagEvents()).isEmpty();
        assertThat(status.load().state()).isEqualTo(LoadState.BLOCKED);
        assertThat(status.vault()).containsEntry("hub_ticket", 7L);
    }

    private static Status assess(MasterView master, ReplicaView replica, WarehouseView warehouse, LogView log) {
        return Assessment.of(
                new ProbedViews(
                        new Probed.Seen<>(master),
                        Optional.of(new Probed.Seen<>(replica)),
                        new Probed.Seen<>(warehouse),
                        new Probed.Seen<>(log),
                        Optional.empty()),
                EXPECTED,
                Instant.EPOCH);
    }

    private static SlotView slot(OptionalLong safe, long retained) {
        return new SlotView(true, "reserved", safe, retained, Optional.of(new Lsn(900)), Optional.of(new Lsn(1000)));
    }

    private static MasterView master(SlotView slot) {
        return new MasterView("slot", NOW, 0, new Lsn(1000), true, Optional.of(slot), Map.of());
    }

    private static LogView log(long transactions, long events) {
        return new LogView(Optional.of(position(transactions, events)), Optional.empty(), Map.of(), NOW);
    }

    private static CapturePosition position(long transactions, long events) {
        return new CapturePosition(Map.of("lsn", 800L), new TransactionStamp(transactions, NOW), events, new Lsn(800));
    }
}

package io.cdcvault.status.assess;

import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.About;
import io.cdcvault.status.CaptureStatus;
import io.cdcvault.status.FeedStatus;
import io.cdcvault.status.LoadStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.ReplicaState;
import io.cdcvault.status.ReplicaStatus;
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

/** Assesses what was seen. Looks at nothing itself. */
public final class Assessment {

    private final ProbedViews views;
    private final Expectations expected;
    private final Retries retries;
    private final Reasons findings = new Reasons();

    private Assessment(ProbedViews views, Expectations expected, Instant now) {
        this.views = views;
        this.expected = expected;
        this.retries = new Retries(views.processes(), now);
    }

    /**
     * The status that follows.
     *
     * @param now by this machine's clock, as services say when they try again
     */
    public static Status of(ProbedViews views, Expectations expected, Instant now) {
        return new Assessment(views, expected, now).status();
    }

    private Status status() {
        findUnreachable();
        CaptureStatus capture = new CaptureAssessment(views, expected, findings, retries).status();
        LoadStatus load = new LoadAssessment(views, expected, findings, retries).status();
        ReplicaStatus replica = replica();
        Optional<WarehouseView> warehouse = views.warehouse().seen();
        findDeadLetters(warehouse);
        views.log().seen().ifPresent(this::findTopicTroubles);
        warehouse.ifPresent(
                seen -> seen.drifts().forEach(drift -> findings.degraded(About.TABLES, drift.what(), drift.todo())));
        Optional<MartsStatus> marts = new MartAssessment(views, findings).status();
        return new Status(
                findings.health(),
                findings.all(),
                capture,
                replica,
                feed(),
                load,
                warehouse.map(WarehouseView::rows).orElse(Map.of()),
                warehouse.map(WarehouseView::loadedAt).orElse(Map.of()),
                views.master().seen().map(MasterView::rows).orElse(Map.of()),
                warehouse.map(WarehouseView::paused),
                warehouse.map(seen -> OptionalLong.of(seen.deadLetters())).orElse(OptionalLong.empty()),
                warehouse.map(WarehouseView::snapshots),
                marts,
                views.processes(),
                warehouse.map(WarehouseView::followed).orElse(Map.of()),
                warehouse.map(WarehouseView::leftOut).orElse(List.of()),
                warehouse.map(WarehouseView::modelStand));
    }

    private void findUnreachable() {
        down(About.MASTER, views.master(), FailureKind.SOURCE_UNREACHABLE);
        if (!expected.isDirect()) {
            down(About.TOPICS, views.log(), FailureKind.KAFKA_UNREACHABLE);
        }
        down(About.WAREHOUSE, views.warehouse(), FailureKind.WAREHOUSE_UNREACHABLE);
    }

    private void down(About about, Probed<?> part, FailureKind otherwise) {
        part.failure()
                .ifPresent(reason -> findings.down(about, reason, part.kind().orElse(otherwise)));
    }

    private void findDeadLetters(Optional<WarehouseView> warehouse) {
        long letters = warehouse.map(WarehouseView::deadLetters).orElse(0L);
        if (letters > 0) {
            findings.degraded(
                    About.LETTERS,
                    letters + " changes could not be loaded and wait as dead letters",
                    "See `cdc-vault dead-letters list`");
        }
    }

    private void findTopicTroubles(LogView log) {
        if (!log.missing().isEmpty()) {
            findings.degraded(
                    About.TOPICS,
                    "There is no topic " + String.join(", ", log.missing())
                            + " any more: what it held and the vault has not loaded is lost",
                    "A running capture creates it again within seconds; then see `cdc-vault skip-lost --dry-run`");
        }
        log.heldBack().forEach(held -> findings.degraded(About.TOPICS, held.what(), held.todo()));
    }

    private FeedStatus feed() {
        Optional<LogView> log = views.log().seen();
        Optional<LoadBacklog> backlog = LoadBacklog.of(views);
        return new FeedStatus(
                expected.feed(),
                log.isPresent(),
                backlog.map(behind -> OptionalLong.of(behind.events())).orElse(OptionalLong.empty()),
                backlog.map(behind -> OptionalLong.of(behind.transactions())).orElse(OptionalLong.empty()),
                log.map(LogView::ends).orElse(Map.of()),
                log.map(LogView::waiting).orElse(Map.of()));
    }

    private ReplicaStatus replica() {
        if (views.replica().isEmpty()) {
            return new ReplicaStatus(ReplicaState.NOT_CONFIGURED, OptionalLong.empty(), OptionalDouble.empty());
        }
        Probed<ReplicaView> part = views.replica().get();
        part.failure().ifPresent(reason -> findings.degraded(About.REPLICA, reason, part.remedy()));
        ReplicaState state = part.seen().map(this::replicaState).orElse(ReplicaState.UNREACHABLE);
        return new ReplicaStatus(state, replicaLag(part.seen()), delay(part.seen()));
    }

    private ReplicaState replicaState(ReplicaView replica) {
        if (!replica.isInRecovery()) {
            findings.degraded(
                    About.REPLICA,
                    "The replica is a master of its own: it was promoted, or `replica.url` is wrong",
                    "Correct `replica.url`, or make a replica there again");
            return ReplicaState.PROMOTED;
        }
        if (!replica.isReceiving()) {
            findings.degraded(About.REPLICA, "The replica receives nothing", "See its log, and primary_conninfo");
            return ReplicaState.NOT_CONNECTED;
        }
        return ReplicaState.STREAMING;
    }

    private OptionalLong replicaLag(Optional<ReplicaView> replica) {
        if (replica.isEmpty() || views.master().seen().isEmpty()) {
            return OptionalLong.empty();
        }
        // The two were not seen at the same moment.
        long behind = views.master()
                .seen()
                .get()
                .currentWal()
                .bytesSince(replica.get().replayed());
        return OptionalLong.of(Math.max(0, behind));
    }

    private static OptionalDouble delay(Optional<ReplicaView> replica) {
        return replica.map(seen -> OptionalDouble.of(seen.delaySeconds())).orElse(OptionalDouble.empty());
    }
}

package io.cdcvault.status;

import io.cdcvault.change.Pausable;
import io.cdcvault.failure.FailureKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The state of an installation at one moment.
 *
 * @param findings why it is not healthy: what is wrong with which system, and what to do
 * @param vault rows by table
 * @param loadedAt when rows were last added, by vault table
 * @param source rows by captured table, about
 * @param paused since when; empty when not known
 * @param deadLetters changes that could not be loaded and that are open; empty when not known
 * @param snapshots of single tables, on request: those under way, and of each table the last that was finished; empty
 *     when not known
 * @param marts empty when no presentation database is configured
 * @param processes the services that run
 * @param followed how many changes of the source's columns the vault has followed, by kind: {@code added},
 *     {@code renamed}, {@code dropped}, {@code retyped}
 * @param leftOut tables and columns that have come at the source and are not loaded
 * @param leftOut tables and columns that have come at the source and are not loaded
 * @param modelStand another text whenever the model in use may have become another; empty when not known
 */
public record Status(
        Health health,
        List<Reason> findings,
        CaptureStatus capture,
        ReplicaStatus replica,
        FeedStatus feed,
        LoadStatus load,
        Map<String, Long> vault,
        Map<String, Instant> loadedAt,
        Map<String, Long> source,
        Optional<Map<Pausable, Instant>> paused,
        OptionalLong deadLetters,
        Optional<List<SnapshotView>> snapshots,
        Optional<MartsStatus> marts,
        List<ProcessView> processes,
        Map<String, Long> followed,
        List<LeftOutView> leftOut,
        Optional<String> modelStand) {

    private static final Set<FailureKind> REFUSALS =
            Set.of(FailureKind.SOURCE_REFUSED, FailureKind.WAREHOUSE_REFUSED, FailureKind.KAFKA_REFUSED);

    /** Of an installation whose services are not known. */
    public Status(
            Health health,
            List<Reason> findings,
            CaptureStatus capture,
            ReplicaStatus replica,
            FeedStatus feed,
            LoadStatus load,
            Map<String, Long> vault,
            Map<String, Instant> loadedAt,
            Map<String, Long> source,
            Optional<Map<Pausable, Instant>> paused,
            OptionalLong deadLetters,
            Optional<List<SnapshotView>> snapshots,
            Optional<MartsStatus> marts) {
        this(
                health,
                findings,
                capture,
                replica,
                feed,
                load,
                vault,
                loadedAt,
                source,
                paused,
                deadLetters,
                snapshots,
                marts,
                List.of(),
                Map.of(),
                List.of(),
                Optional.empty());
    }

    /** The findings as sentences. */
    public List<String> reasons() {
        return findings.stream().map(Reason::text).toList();
    }

    /** Of what kind of failure changes do not reach the vault; empty when no system is to blame for it. */
    public Optional<FailureKind> obstacle() {
        return findings.stream().flatMap(finding -> finding.kind().stream()).findFirst();
    }

    /** Whether a system is there and refuses the login, which waiting does not change. */
    public boolean isRefused() {
        return findings.stream().flatMap(finding -> finding.kind().stream()).anyMatch(REFUSALS::contains);
    }

    /** Whether something was paused and keeps changes from the vault. */
    public boolean isPaused() {
        return paused.filter(stages -> !stages.isEmpty()).isPresent();
    }
}

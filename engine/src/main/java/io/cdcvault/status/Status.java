package io.cdcvault.status;

import io.cdcvault.change.Pausable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of an installation at one moment.
 *
 * @param reasons why it is not healthy: what is wrong with which system, and what to do
 * @param vault rows by table
 * @param loadedAt when rows were last added, by vault table
 * @param source rows by captured table, about
 * @param paused since when; empty when not known
 * @param deadLetters changes that could not be loaded and that nobody has dealt with; empty when not known
 * @param snapshots of single tables that somebody asked for: those under way, and of each table the last that was
 *     finished; empty when not known
 * @param marts empty when no presentation database is configured
 */
public record Status(
        Health health,
        List<String> reasons,
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
        Optional<MartsStatus> marts) {}

package io.cdcvault.status;

import io.cdcvault.change.TableSnapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * A requested snapshot of one table.
 *
 * @param rows loaded so far
 * @param finishedAt empty while it is under way
 */
public record SnapshotView(TableSnapshot snapshot, Instant requestedAt, long rows, Optional<Instant> finishedAt) {}

package io.cdcvault.capture.engine;

import io.cdcvault.capture.snapshot.ChunkReader;
import io.cdcvault.capture.snapshot.SnapshotChunk;
import io.cdcvault.capture.snapshot.VisibleTransactions;
import io.cdcvault.capture.snapshot.WantedSnapshots;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.SnapshotKeys;
import io.cdcvault.change.TableSnapshots;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of single tables in the pauses of the stream, in chunks: reads one while the stream is held, and
 * detects when the stream has come to the very place where it was read. Used by the thread that hands the stream on.
 */
final class TableSnapshotting {

    private static final Logger LOG = LoggerFactory.getLogger(TableSnapshotting.class);
    private static final Duration PAUSE_BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private final ChunkReader reader;
    private final WantedSnapshots wanted;
    private @Nullable SnapshotChunk ready;
    /** What the chunk showed that was handed on last. */
    private @Nullable VisibleTransactions shown;

    private final Time time;
    private Duration heldFor = Duration.ZERO;
    /** Of the next look. */
    private Deadline rest;

    TableSnapshotting(ChunkReader reader, WantedSnapshots wanted, Time time) {
        this.time = time;
        this.rest = time.deadline(Duration.ZERO);
        this.reader = reader;
        this.wanted = wanted;
    }

    /** What is to be done next, seen from what is done. */
    TableSnapshots follow(TableSnapshots snapshots) {
        TableSnapshots next = wanted.wanted().map(snapshots::following).orElse(snapshots);
        if (ready != null && next.current().filter(cursor -> isReadFor(cursor)).isEmpty()) {
            ready = null;
        }
        if (next.current().isEmpty()) {
            wanted.goesOn();
        }
        return next;
    }

    /** A chunk whose place is right before this record. */
    Optional<SnapshotChunk> dueBefore(CapturedRecord record) {
        SnapshotChunk chunk = ready;
        boolean begins = record.kind() == CapturedRecord.Kind.BEGIN;
        if (chunk == null) {
            requireNotShown(record, begins);
            return Optional.empty();
        }
        boolean isPast = begins
                ? !chunk.shown().contains(record.transactionNumber())
                : record.isBetweenTransactions() && record.lsn().compareTo(chunk.lsn()) >= 0;
        if (!isPast) {
            return Optional.empty();
        }
        ready = null;
        shown = chunk.shown();
        rest = time.deadline(heldFor);
        return Optional.of(chunk);
    }

    /**
     * Reads the next chunk, if there is to be one. The stream waits for that; so when it has fallen behind, it is first
     * given as much time as it was held before.
     */
    void read(TableSnapshots snapshots, boolean isCaughtUp) {
        Optional<SnapshotCursor> from = snapshots.current();
        Stopwatch begun = time.stopwatch();
        boolean isTime = (isCaughtUp && !isAfterFailure()) || rest.isPast();
        if (ready != null || from.isEmpty() || !isTime) {
            return;
        }
        Optional<SnapshotKeys> keys = wanted.keysAfter(from.get(), reader.rowsAtOnce());
        if (from.get().snapshot().isPartial() && keys.isEmpty()) {
            // The warehouse has them, for which the stream does not wait.
            return;
        }
        try {
            ready = reader.read(from.get(), keys).orElse(null);
            if (ready == null) {
                wanted.isHeldUpBy("It waits for transactions to end that are open on the master");
                rest = time.deadline(PAUSE_BETWEEN_LOOKS.minus(begun.elapsed()));
            } else {
                wanted.goesOn();
            }
        } catch (SQLException | CdcVaultException e) {
            failed(from.get(), e);
        }
        heldFor = begun.elapsed();
    }

    private boolean isAfterFailure() {
        return wanted.obstacle().isPresent();
    }

    /** It is the snapshot that waits then, and not the stream. */
    private void failed(SnapshotCursor from, Exception e) {
        String why = "Cannot read " + from.snapshot().table() + ": "
                + (e instanceof SQLException refused ? ServerMessage.withoutValues(refused) : e.getMessage());
        if (!wanted.obstacle().equals(Optional.of(why))) {
            LOG.warn("The snapshot is held up, streaming continues: {}", why);
        }
        wanted.isHeldUpBy(why);
        rest = time.deadline(PAUSE_AFTER_FAILURE);
    }

    private boolean isReadFor(SnapshotCursor cursor) {
        return ready != null && ready.snapshot().equals(cursor.snapshot());
    }

    /** Commits come in the order of the log, and the snapshot showed all of them up to its place, and no other. */
    private void requireNotShown(CapturedRecord record, boolean begins) {
        if (begins && shown != null && shown.contains(record.transactionNumber())) {
            throw new CdcVaultException(
                    FailureKind.CAPTURE_FAILED,
                    "Transaction " + record.transactionNumber() + " comes after rows that it had already changed");
        }
    }
}

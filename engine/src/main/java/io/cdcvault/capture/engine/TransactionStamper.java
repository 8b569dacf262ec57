package io.cdcvault.capture.engine;

import io.cdcvault.capture.snapshot.SnapshotChunk;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.CommitClock;
import io.cdcvault.change.Envelope;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TableSnapshots;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.failure.HaltPoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and dates the transactions in commit order and hands their records to the change log. A snapshot has no
 * transactions of its own, so each part that is committed together becomes one, with an END that counts its rows;
 * readers need to know only one way of putting a transaction together.
 */
final class TransactionStamper {

    private final ChangeLog log;
    private final CapturedEnvelopes envelopes;
    private final String transactionTopic;
    private final CommitClock clock;

    private TransactionStamp stamp;
    private long events;
    private final OpenTransaction open = new OpenTransaction();
    /** Rows of the open part of a snapshot, by table. */
    private final Map<String, Long> counts = new LinkedHashMap<>();

    private @Nullable CapturedRecord openSnapshotPart;
    private boolean snapshotRuns;
    /** Whether the capture begins with a snapshot of which no row has come. */
    private boolean snapshotAwaited;

    private final BeforeImages beforeImages = new BeforeImages();
    private TableSnapshots snapshots;
    private final Optional<ServerIdentity> server;

    TransactionStamper(ChangeLog log, CapturedEnvelopes envelopes, String transactionTopic, CapturePosition from) {
        this.log = log;
        this.envelopes = envelopes;
        this.transactionTopic = transactionTopic;
        this.clock = new CommitClock(from.stamp().loadDate());
        this.stamp = from.stamp();
        this.events = from.events();
        this.snapshots = from.snapshots();
        this.server = from.server();
        this.snapshotAwaited = from.isStart();
    }

    void append(CapturedRecord record) {
        if (!record.kind().isSnapshot()) {
            endSnapshotPart();
        }
        switch (record.kind()) {
            case SNAPSHOT_ROW, LAST_SNAPSHOT_ROW, INCREMENTAL_SNAPSHOT_ROW -> appendSnapshotRow(record);
            case BEGIN -> begin(record);
            case ROW -> appendRow(Kind.ROW, record);
            case TRUNCATE -> appendRow(Kind.TRUNCATE, record);
            case TOMBSTONE -> appendTombstone(record);
            case END -> end(record);
            case HEARTBEAT -> open.pass(record);
        }
    }

    /**
     * The position after a boundary; writes nothing. Before it is committed, {@link #endSnapshotPart} must have been.
     *
     * @throws CdcVaultException when a transaction is open
     */
    CapturePosition positionAfter(CapturedRecord boundary) {
        open.requireNone(boundary);
        return position(boundary.resumeOffset(), new Lsn(boundary.commitLsn()));
    }

    /**
     * Ends a snapshot that showed no row, when the first record of the stream shows that it is over: readers close what
     * the vault still shows. To be called before the record is appended.
     *
     * @return the position to be committed at once, from which a new snapshot is taken; empty when none was awaited
     */
    Optional<CapturePosition> endEmptySnapshot(CapturedRecord next) {
        if (!snapshotAwaited || !next.isOfStream()) {
            return Optional.empty();
        }
        open.requireNone("The end of a snapshot without rows");
        snapshotAwaited = false;
        // The transaction that follows keeps its own time.
        stamp = stamp.next(clock.next(next.commitTime() - 1));
        counts.clear();
        String id = "0:" + next.commitLsn();
        log.append(new ChangeRecord(
                Kind.SNAPSHOT_END,
                transactionTopic,
                EndJson.key(id),
                Envelope.of(EndJson.value(id, counts, stamp.loadDate())),
                stamp,
                events,
                null,
                new Lsn(next.commitLsn())));
        return Optional.of(position(Map.of(), new Lsn(next.commitLsn())).snapshotBegun());
    }

    /**
     * Puts rows of a table's snapshot between two transactions, as one of their own.
     *
     * @param next the record after them; a transaction that begins with it keeps its own time
     * @return the position after them
     */
    CapturePosition append(SnapshotChunk chunk, CapturePosition before, CapturedRecord next) {
        open.requireNone("Rows of the snapshot of " + chunk.snapshot().table());
        endSnapshotPart();
        boolean begins = next.kind() == CapturedRecord.Kind.BEGIN;
        long time = begins ? Math.min(chunk.time(), next.commitTime() - 1) : chunk.time();
        stamp = stamp.next(clock.next(time));
        counts.clear();
        for (int i = 0; i < chunk.rows().size(); i++) {
            SourceRecord row = beforeImages.withoutUnlogged(chunk.record(i, stamp));
            counts.merge(chunk.snapshot().table().toString(), 1L, Long::sum);
            events++;
            log.append(new ChangeRecord(
                    Kind.ROW,
                    row.topic(),
                    envelopes.key(row),
                    envelopes.envelope(row),
                    stamp,
                    events,
                    chunk.snapshot(),
                    null));
            HaltPoint.IN_TABLE_SNAPSHOT.pass();
        }
        log.append(new ChangeRecord(
                chunk.isLast() ? endOf(chunk.snapshot()) : Kind.END,
                transactionTopic,
                EndJson.key(chunk.id()),
                Envelope.of(EndJson.value(chunk.id(), counts, stamp.loadDate())),
                stamp,
                events,
                chunk.snapshot(),
                chunk.lsn()));
        snapshots = chunk.isLast() ? snapshots.ended() : snapshots.at(chunk.next());
        return position(before.offset(), before.commitLsn());
    }

    private static Kind endOf(TableSnapshot snapshot) {
        return snapshot.isPartial() ? Kind.PARTIAL_SNAPSHOT_END : Kind.TABLE_SNAPSHOT_END;
    }

    /** Snapshots of single tables: those taken, and the one under way. */
    TableSnapshots snapshots() {
        return snapshots;
    }

    /** From the first rows on, changes of its table carry that a snapshot of it is under way. */
    void follow(TableSnapshots next) {
        snapshots = next;
    }

    private CapturePosition position(Map<String, Object> offset, Lsn commitLsn) {
        return new CapturePosition(offset, stamp, events, commitLsn, snapshots, server);
    }

    private void begin(CapturedRecord record) {
        open.begin(record);
        requireSnapshotEnded(record);
        stamp = stamp.next(clock.next(record.commitTime()));
        send(Kind.BEGIN, record);
    }

    private void requireSnapshotEnded(CapturedRecord record) {
        if (snapshotRuns) {
            throw new CdcVaultException(
                    FailureKind.CAPTURE_FAILED,
                    "A record of kind " + record.kind() + " arrived before the last row of the snapshot");
        }
    }

    private void appendRow(Kind kind, CapturedRecord record) {
        open.count(record);
        events++;
        send(kind, record);
        HaltPoint.IN_TRANSACTION.pass();
    }

    private void appendTombstone(CapturedRecord record) {
        open.requireOpen(record);
        send(Kind.ROW, record);
    }

    private void appendSnapshotRow(CapturedRecord record) {
        open.requireNone(record);
        snapshotAwaited = false;
        if (openSnapshotPart == null) {
            // All parts of one snapshot show one moment of the master, so they share a load date.
            boolean sameMoment = snapshotRuns && record.kind() != CapturedRecord.Kind.INCREMENTAL_SNAPSHOT_ROW;
            stamp = stamp.next(sameMoment ? stamp.loadDate() : clock.next(record.commitTime()));
            snapshotRuns = record.kind() != CapturedRecord.Kind.INCREMENTAL_SNAPSHOT_ROW;
            counts.clear();
        }
        openSnapshotPart = record;
        counts.merge(record.dataCollection(), 1L, Long::sum);
        events++;
        send(Kind.ROW, record);
        HaltPoint.IN_SNAPSHOT.pass();
    }

    private void end(CapturedRecord record) {
        open.end(record);
        send(Kind.END, record);
    }

    /** Writes the END of the part of a snapshot that is open, if one is: what is committed holds whole parts. */
    void endSnapshotPart() {
        CapturedRecord last = openSnapshotPart;
        if (last == null) {
            return;
        }
        openSnapshotPart = null;
        byte[] end = EndJson.value(snapshotId(last), counts, new LoadDate(last.commitTime()));
        Kind kind =
                switch (last.kind()) {
                    case SNAPSHOT_ROW -> Kind.SNAPSHOT_PART;
                    case LAST_SNAPSHOT_ROW -> Kind.SNAPSHOT_END;
                    default -> Kind.END;
                };
        snapshotRuns = kind == Kind.SNAPSHOT_PART;
        log.append(new ChangeRecord(
                kind,
                transactionTopic,
                EndJson.key(snapshotId(last)),
                Envelope.of(end),
                stamp,
                events,
                null,
                new Lsn(last.commitLsn())));
    }

    private static String snapshotId(CapturedRecord record) {
        Map<String, ?> offset = record.source().sourceOffset();
        return offset.get("txId") + ":" + record.commitLsn();
    }

    private void send(Kind kind, CapturedRecord record) {
        log.append(new ChangeRecord(
                kind,
                record.source().topic(),
                envelopes.key(record.source()),
                envelopes.envelope(record.source()),
                stamp,
                events,
                kind == Kind.ROW || kind == Kind.TRUNCATE ? snapshotOf(record) : null,
                kind == Kind.END ? record.endedAt() : null));
    }

    /**
     * What comes before the first rows does not show what exists: the stream may be behind a removal that was not sent,
     * for the sake of which the snapshot is taken. Nor is it of importance to a partial snapshot, which closes what it
     * has looked for.
     */
    private @Nullable TableSnapshot snapshotOf(CapturedRecord record) {
        SnapshotCursor current = snapshots.current().orElse(null);
        return current != null
                        && !current.snapshot().isPartial()
                        && current.hasBegun()
                        && record.source().value() != null
                        && record.dataCollection()
                                .equals(current.snapshot().table().toString())
                ? current.snapshot()
                : null;
    }
}

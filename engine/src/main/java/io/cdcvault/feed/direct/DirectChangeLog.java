package io.cdcvault.feed.direct;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.Envelope;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.RowBuffer;
import io.cdcvault.publish.PositionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The vault itself as the change log: the warehouse transaction that holds the rows also holds the capture's position,
 * so the slot is confirmed only what is in the vault. While the warehouse is away, the master keeps its WAL.
 *
 * <p>Why: docs/decisions/0006-a-large-transaction-learns-its-lsn-late.md
 */
public final class DirectChangeLog implements ChangeLog {

    private final Consumer<ChangeBatch> loader;
    private final CapturePosition stored;
    private final EnvelopeReader reader = new EnvelopeReader();
    /** Of the open transaction, which has not said where it commits. */
    private final RowBuffer open;

    private final RowBuffer complete;
    private boolean isOpenInPieces;
    private int transactions;
    private boolean snapshotEnded;
    private Optional<TableSnapshot> tableSnapshotEnded = Optional.empty();

    /**
     * Begins where the loader stands.
     *
     * @param loader loads a batch, and returns when it is durable if it has a checkpoint
     * @param limit of what is handed to the loader at once, about
     */
    public DirectChangeLog(Consumer<ChangeBatch> loader, CapturePosition stored, BatchLimit limit) {
        this.loader = loader;
        this.stored = stored;
        this.open = new RowBuffer(limit);
        this.complete = new RowBuffer(limit);
    }

    @Override
    public CapturePosition open() {
        return stored;
    }

    @Override
    public void append(ChangeRecord record) {
        switch (record.kind()) {
            case ROW, TRUNCATE -> addRow(record);
            case BEGIN -> {}
            case END, SNAPSHOT_PART, SNAPSHOT_END, TABLE_SNAPSHOT_END, PARTIAL_SNAPSHOT_END -> end(record);
        }
    }

    @Override
    public void commit(CapturePosition position) {
        Checkpoint checkpoint = new Checkpoint(
                new String(PositionJson.write(position), StandardCharsets.UTF_8),
                position.stamp(),
                position.commitLsn(),
                position.events(),
                transactions,
                snapshotEnded);
        load(Optional.of(checkpoint.ending(tableSnapshotEnded)), Optional.empty());
        transactions = 0;
        snapshotEnded = false;
        tableSnapshotEnded = Optional.empty();
    }

    /** What was not committed is gone with the warehouse transaction. */
    @Override
    public void close() {
        open.take();
        complete.take();
    }

    private void addRow(ChangeRecord record) {
        Envelope envelope = record.envelope();
        if (envelope == null) {
            return;
        }
        open.add(read(record, envelope));
        if (open.isFull()) {
            load(Optional.empty(), Optional.empty());
            loader.accept(new ChangeBatch(open.take(), Optional.empty()));
            isOpenInPieces = true;
        }
    }

    private void end(ChangeRecord record) {
        Lsn commitLsn = Objects.requireNonNull(record.committed(), "an END without its commit's LSN");
        TransactionStamp stamp = record.stamp();
        open.take().forEach(row -> complete.add(row.of(stamp, commitLsn)));
        transactions++;
        snapshotEnded = record.kind() == Kind.SNAPSHOT_END;
        tableSnapshotEnded =
                record.kind().endsTableSnapshot() ? Optional.ofNullable(record.snapshot()) : Optional.empty();
        if (isOpenInPieces) {
            isOpenInPieces = false;
            load(Optional.empty(), Optional.of(new ChangeBatch.LateCommit(stamp, commitLsn)));
        } else if (complete.isFull()) {
            load(Optional.empty(), Optional.empty());
        }
    }

    private void load(Optional<Checkpoint> checkpoint, Optional<ChangeBatch.LateCommit> lateCommit) {
        ChangeBatch batch = new ChangeBatch(complete.take(), checkpoint, lateCommit);
        if (!batch.isEmpty()) {
            loader.accept(batch);
        }
    }

    private RowChange read(ChangeRecord record, Envelope envelope) {
        Place place = new Place(
                record.topic() + " transaction ", record.stamp().number().value());
        Origin origin = new Origin(record.key(), envelope, place);
        try {
            RowChange change = read(origin, record.stamp());
            TableSnapshot snapshot = record.snapshot();
            return snapshot == null ? change : change.during(snapshot.number());
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(record, e);
        }
    }

    private RowChange read(Origin origin, TransactionStamp stamp) throws IOException {
        Optional<RowChange> captured = origin.content().row(origin, stamp, Optional.empty());
        return captured.isPresent() ? captured.get() : reader.read(origin, stamp, Optional.empty());
    }

    private static CdcVaultException unreadable(ChangeRecord record, Exception cause) {
        return new CdcVaultException(
                FailureKind.CHANGE_UNREADABLE,
                "Cannot read a record for " + record.topic() + " of transaction "
                        + record.stamp().number() + ": " + cause.getMessage(),
                cause);
    }
}

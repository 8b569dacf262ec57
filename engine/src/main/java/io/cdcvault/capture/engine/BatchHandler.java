package io.cdcvault.capture.engine;

import io.cdcvault.capture.snapshot.SnapshotChunk;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.failure.HaltPoint;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.Offsets;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Hands the engine's batches on and commits once a batch, at its last boundary, and after a snapshot. Only then is the
 * boundary marked as processed, so the engine confirms to the slot what is durable downstream and nothing else.
 */
final class BatchHandler implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private final ChangeLog log;
    private final TransactionStamper stamper;
    private final TableSnapshotting snapshots;
    private final int fullBatch;
    private final BeforeImages beforeImages = new BeforeImages();
    private final ReentrantLock handling = new ReentrantLock();
    private volatile boolean drained;
    private volatile boolean streaming;
    private volatile @Nullable Thread worker;

    /** Where a snapshot's rows may be put in. */
    private CapturePosition betweenTransactions;

    /**
     * @param from where the stream begins
     * @param fullBatch records; with fewer, the stream has caught up
     */
    BatchHandler(
            ChangeLog log,
            TransactionStamper stamper,
            TableSnapshotting snapshots,
            CapturePosition from,
            int fullBatch) {
        this.log = log;
        this.stamper = stamper;
        this.snapshots = snapshots;
        this.betweenTransactions = from;
        this.streaming = isOfStream(from);
        this.fullBatch = fullBatch;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        handling.lock();
        worker = Thread.currentThread();
        try {
            if (!drained) {
                handle(batch, committer);
            }
        } finally {
            worker = null;
            handling.unlock();
        }
    }

    /** Takes no more batches; one may be at work. */
    void takeNoMore() {
        drained = true;
    }

    /** Takes no more batches and waits for the one at work; interrupts it when it takes longer, and returns false. */
    boolean drain(Duration patience) throws InterruptedException {
        takeNoMore();
        if (handling.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            handling.unlock();
            return true;
        }
        Thread working = worker;
        if (working != null) {
            working.interrupt();
        }
        return false;
    }

    /** Whether the stream has begun: a batch of it was committed, by this capture or one before. */
    boolean isStreaming() {
        return streaming;
    }

    private void handle(
            List<RecordChangeEvent<SourceRecord>> batch, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        List<CapturedRecord> records = batch.stream()
                .map(event -> CapturedRecord.of(beforeImages.withoutUnlogged(event.record())))
                .toList();
        int lastBoundary = lastBoundary(records);
        for (int i = 0; i < records.size(); i++) {
            insertDueChunk(records, i);
            stamper.endEmptySnapshot(records.get(i)).ifPresent(this::commit);
            stamper.append(records.get(i));
            if (i == lastBoundary || records.get(i).kind() == CapturedRecord.Kind.LAST_SNAPSHOT_ROW) {
                stamper.endSnapshotPart();
                CapturePosition position = stamper.positionAfter(records.get(i));
                commit(position);
                committer.markProcessed(batch.get(i), offsets(committer, position));
            }
        }
        HaltPoint.BEFORE_SLOT_CONFIRM.pass();
        committer.markBatchFinished();
        HaltPoint.AFTER_SLOT_CONFIRM.pass();
        advanceSnapshots(batch.size());
    }

    /**
     * Committed at once: the end of a table's snapshot concerns all that the table shows, and nothing may follow it.
     */
    private void insertDueChunk(List<CapturedRecord> records, int index) {
        Optional<SnapshotChunk> due = snapshots.dueBefore(records.get(index));
        if (due.isPresent()) {
            CapturePosition before = lastBoundaryBefore(records, index);
            commit(stamper.append(due.get(), before, records.get(index)));
        }
    }

    private void commit(CapturePosition position) {
        log.commit(position);
        betweenTransactions = position;
        streaming = isOfStream(position);
    }

    private static boolean isOfStream(CapturePosition position) {
        return !position.isStart() && !position.isSnapshotUnfinished();
    }

    private CapturePosition lastBoundaryBefore(List<CapturedRecord> records, int index) {
        for (int i = index - 1; i >= 0; i--) {
            if (records.get(i).isBoundary()) {
                return stamper.positionAfter(records.get(i));
            }
        }
        return betweenTransactions;
    }

    private void advanceSnapshots(int records) {
        if (streaming) {
            stamper.follow(snapshots.follow(stamper.snapshots()));
            snapshots.read(stamper.snapshots(), records < fullBatch);
        }
    }

    private static int lastBoundary(List<CapturedRecord> records) {
        int index = records.size() - 1;
        while (index >= 0 && !records.get(index).isBoundary()) {
            index--;
        }
        return index;
    }

    private static Offsets offsets(
            RecordCommitter<RecordChangeEvent<SourceRecord>> committer, CapturePosition position) {
        Offsets offsets = committer.buildOffsets();
        position.offset().forEach(offsets::set);
        return offsets;
    }
}

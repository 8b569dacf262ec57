package io.cdcvault.feed.file;

import io.cdcvault.change.CommitClock;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.file.EventFile.Mark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Stamps complete transactions as the capture does, and cuts them into batches. */
final class FileBatches {

    private final CommitClock clock;
    private final int batchRows;
    private final Queue<ChangeBatch> ready = new ArrayDeque<>();
    private final List<RowChange> pending = new ArrayList<>();
    private TransactionStamp stamp;
    private long events;
    private boolean inSnapshot;
    /** Since the last checkpoint. */
    private int transactions;

    private Optional<Checkpoint> checkpoint = Optional.empty();
    private boolean uncommitted;
    private boolean ofSnapshot;
    /** The last line that was handed on. */
    private long lastLine;

    /** @param from the last transaction that was loaded */
    FileBatches(TransactionStamp from, long events, boolean inSnapshot, int batchRows) {
        this.clock = new CommitClock(from.loadDate());
        this.stamp = from;
        this.events = events;
        this.inSnapshot = inSnapshot;
        this.batchRows = batchRows;
    }

    Optional<ChangeBatch> next() {
        return Optional.ofNullable(ready.poll());
    }

    /** The rows that a large transaction has so far. */
    void addPiece(FileTransaction transaction) {
        separate(transaction);
        flush();
        uncommitted = true;
        ready.add(new ChangeBatch(taken(transaction, stampOf(transaction)), Optional.empty()));
        lastLine = Math.max(lastLine, transaction.lastLine());
    }

    /** @param resume before the first line of those that are still open */
    void addComplete(FileTransaction transaction, Mark resume) {
        separate(transaction);
        boolean isLate = transaction.stamp().isPresent() && !transaction.isSnapshot();
        TransactionStamp stamped = stampOf(transaction);
        pending.addAll(taken(transaction, stamped));
        if (isLate) {
            ready.add(new ChangeBatch(
                    List.copyOf(pending),
                    Optional.empty(),
                    Optional.of(new ChangeBatch.LateCommit(stamped, transaction.lsn()))));
            pending.clear();
        }
        transactions++;
        lastLine = Math.max(lastLine, transaction.lastLine());
        inSnapshot = transaction.isSnapshot() && !transaction.endsSnapshot();
        checkpoint = checkpoint(transaction, resume);
        if (pending.size() >= batchRows || isLate || transaction.endsSnapshot()) {
            flush();
        }
    }

    /** Hands on what is pending, with a checkpoint when there is a place between two transactions. */
    void flush() {
        if (checkpoint.isEmpty()) {
            flushPending();
            return;
        }
        if (uncommitted) {
            ready.add(new ChangeBatch(pending, checkpoint));
        }
        pending.clear();
        checkpoint = Optional.empty();
        transactions = 0;
        uncommitted = false;
    }

    private void flushPending() {
        if (!pending.isEmpty()) {
            ready.add(new ChangeBatch(pending, Optional.empty()));
            pending.clear();
        }
    }

    private List<RowChange> taken(FileTransaction transaction, TransactionStamp stamped) {
        List<RowChange> rows = transaction.take(stamped);
        events += rows.size();
        return rows;
    }

    /** A snapshot is kept to itself. */
    private void separate(FileTransaction transaction) {
        if (uncommitted && ofSnapshot != transaction.isSnapshot()) {
            if (checkpoint.isEmpty()) {
                throw new CdcVaultException(
                        FailureKind.CHANGE_UNREADABLE,
                        "Before line " + transaction.lastLine() + " rows of a snapshot and of transactions are mixed");
            }
            flush();
        }
        uncommitted = true;
        ofSnapshot = transaction.isSnapshot();
    }

    private TransactionStamp stampOf(FileTransaction transaction) {
        return transaction.stamp().orElseGet(() -> {
            // All parts of one snapshot show one moment of the master, so they share a load date.
            boolean sameMoment = transaction.isSnapshot() && inSnapshot;
            stamp = stamp.next(sameMoment ? stamp.loadDate() : clock.next(transaction.commitTime()));
            return stamp;
        });
    }

    /** Empty when lines behind the place to resume from were handed on already. */
    private Optional<Checkpoint> checkpoint(FileTransaction last, Mark resume) {
        if (resume.lines() < lastLine) {
            return Optional.empty();
        }
        FilePosition position = new FilePosition(resume.lines(), resume.digest(), inSnapshot);
        return Optional.of(
                new Checkpoint(position.toJson(), stamp, last.lsn(), events, transactions, last.endsSnapshot()));
    }
}

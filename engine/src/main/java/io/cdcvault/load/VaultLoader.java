package io.cdcvault.load;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.FeedLedger;
import io.cdcvault.bookkeeping.Ledger;
import io.cdcvault.bookkeeping.PartitionLedger;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.failure.HaltPoint;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.deadletter.UnloadableChanges;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.staging.StagingArea;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads batches into the vault. A batch with a checkpoint is committed together with it; one without stays in the open
 * warehouse transaction, so a source transaction is never split over two. Used by one thread.
 *
 * <p>After a failure nothing of the open transaction remains, and the loader is used up: make another.
 */
public final class VaultLoader implements AutoCloseable {

    private final Warehouse warehouse;
    private final Bookkeeping bookkeeping;
    private final StagingArea stage;
    private final Ledger ledger;
    private final Time time;
    /** What the open warehouse transaction holds; null between two. */
    private @Nullable OpenLoad open;

    private VaultLoader(
            Warehouse warehouse, FeedName feed, List<LoadPlan> plans, Policies policies, Ledger ledger, Time time) {
        this.warehouse = warehouse;
        this.time = time;
        Connection connection = warehouse.connection();
        this.bookkeeping = new Bookkeeping(connection, feed);
        this.ledger = ledger;
        this.stage = warehouse.attempt("create the staging tables", () -> {
            StagingArea made = new StagingArea(connection, feed, plans, policies, time);
            connection.commit();
            return made;
        });
    }

    /**
     * The only loader of its feed. Reads the position.
     *
     * @param warehouse connected and prepared; the loader closes it
     * @throws CdcVaultException when the warehouse fails
     */
    public VaultLoader(Warehouse warehouse, FeedName feed, List<LoadPlan> plans, Policies policies, Time time) {
        this(warehouse, feed, plans, policies, readLedger(warehouse, feed), time);
    }

    /**
     * One of several loaders that share a feed's partitions; the feed itself knows where each of them stands.
     *
     * @param warehouse connected and prepared; the loader closes it
     * @throws CdcVaultException when the warehouse fails
     */
    public static VaultLoader ofGroup(
            Warehouse warehouse, FeedName feed, List<LoadPlan> plans, Policies policies, Time time) {
        return new VaultLoader(
                warehouse, feed, plans, policies, new PartitionLedger(warehouse.connection(), feed), time);
    }

    private static Ledger readLedger(Warehouse warehouse, FeedName feed) {
        return warehouse.attempt("read the feed position", () -> new FeedLedger(warehouse.connection(), feed));
    }

    /** Where the vault stands; empty before the first load, and in a group. */
    public Optional<AppliedPosition> position() {
        return ledger.position();
    }

    /**
     * Loads a batch. What of it cannot be loaded is parked, and all since the last checkpoint is loaded again without
     * it. A transaction too large to be kept in memory fails, and its feed hands it on again.
     *
     * @throws CdcVaultException when it cannot be loaded; the vault is as it was at the last checkpoint
     */
    public void load(ChangeBatch batch) {
        try {
            attempt(batch);
        } catch (UnloadableChanges e) {
            List<ChangeBatch> again = open == null ? List.of() : open.kept();
            rememberRejected(e);
            if (again.isEmpty()) {
                throw new CdcVaultException(FailureKind.CHANGE_UNLOADABLE, String.valueOf(e.getMessage()), e);
            }
            again.forEach(this::load);
        }
    }

    /** The open warehouse transaction, begun when there is none. */
    private OpenLoad opened() throws SQLException {
        OpenLoad load = open;
        if (load == null) {
            stage.begin();
            load = new OpenLoad();
            open = load;
        }
        return load;
    }

    private void attempt(ChangeBatch batch) {
        Stopwatch begun = time.stopwatch();
        warehouse.attempt("stage " + batch.changes().size() + " changes", () -> {
            OpenLoad load = opened();
            load.keep(batch);
            stage.add(batch.changes());
            if (batch.lateCommit().isPresent()) {
                stage.setCommitLsn(batch.lateCommit().get());
            }
            load.count(batch.changes());
            rememberTableSnapshots(batch.changes());
            Optional<LoadDate> snapshot = snapshotOverContent(batch.changes());
            if (snapshot.isPresent()) {
                stage.rememberSnapshot(snapshot.get());
            }
            return stage;
        });
        batch.checkpoint()
                .ifPresent(checkpoint -> warehouse.attempt("load up to " + checkpoint.commitLsn(), () -> {
                    commit(checkpoint, begun);
                    return checkpoint;
                }));
        if (batch.checkpoint().isEmpty()) {
            HaltPoint.AFTER_PIECE.pass();
        }
        if (open != null) {
            open.worked(begun.seconds());
        }
    }

    /** Rolled back, the changes are parked when they come again. */
    private void rememberRejected(UnloadableChanges found) {
        open = null;
        stage.rolledBack();
        warehouse.attempt("remember what cannot be loaded", () -> {
            stage.reject(found.rejected());
            warehouse.connection().commit();
            return found;
        });
    }

    @Override
    public void close() {
        warehouse.close();
    }

    private void commit(Checkpoint checkpoint, Stopwatch begun) throws SQLException {
        if (checkpoint.snapshotEnded()
                && ledger.isOverContent(checkpoint.stamp().loadDate())) {
            stage.closeDisappeared(checkpoint);
            bookkeeping.forgetSnapshotRows(checkpoint.table());
        }
        if (checkpoint.tableSnapshotEnded().isPresent()) {
            if (!checkpoint.tableSnapshotEnded().get().isPartial()) {
                stage.closeDisappeared(
                        checkpoint, checkpoint.tableSnapshotEnded().get());
            }
            bookkeeping.finish(checkpoint.tableSnapshotEnded().get());
        }
        Map<String, Long> added = stage.load();
        OpenLoad load = opened();
        load.worked(begun.seconds());
        bookkeeping.count(added, checkpoint.transactions(), stage.rows(), load.busySeconds());
        bookkeeping.countSnapshotRows(load.shown());
        if (!ledger.move(checkpoint, stage.rows())) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_FENCED, "Another loader has moved the feed position since this one read it");
        }
        HaltPoint.BEFORE_WAREHOUSE_COMMIT.pass();
        warehouse.connection().commit();
        HaltPoint.AFTER_WAREHOUSE_COMMIT.pass();
        open = null;
        stage.transactionEnded();
        ledger.committed(checkpoint);
    }

    private void rememberTableSnapshots(List<RowChange> changes) throws SQLException {
        Map<TableSnapshot, LoadDate> underWay = new LinkedHashMap<>();
        for (RowChange change : changes) {
            change.snapshot()
                    .ifPresent(number -> underWay.putIfAbsent(
                            new TableSnapshot(number, change.table()),
                            change.stamp().loadDate()));
        }
        for (Map.Entry<TableSnapshot, LoadDate> shown : underWay.entrySet()) {
            TableSnapshot snapshot = shown.getKey();
            stage.rememberSnapshot(snapshot.table(), snapshot.number(), shown.getValue());
        }
    }

    /** The load date of a snapshot that these changes belong to, if the vault held something before it. */
    private Optional<LoadDate> snapshotOverContent(List<RowChange> changes) throws SQLException {
        Optional<LoadDate> snapshot = changes.stream()
                .filter(change -> change.operation() == Operation.READ
                        && change.snapshot().isEmpty())
                .map(change -> change.stamp().loadDate())
                .max(Comparator.naturalOrder());
        return snapshot.isPresent() && ledger.isOverContent(snapshot.get()) ? snapshot : Optional.empty();
    }
}

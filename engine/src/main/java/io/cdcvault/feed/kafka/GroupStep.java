package io.cdcvault.feed.kafka;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.RowBuffer;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some transactions, loaded table by table: each table's rows and the positions of its partitions are committed
 * together. Tables without rows move on together at the end.
 */
final class GroupStep {

    private final List<BufferedEnd> ends;
    private final TopicLayout layout;
    private final Deque<Share> withRows = new ArrayDeque<>();
    private final List<GroupCursor> withoutRows = new ArrayList<>();
    private final RowBuffer taken;
    private int next;
    private @Nullable TableAssembly open;
    private boolean isInPieces;

    private record Share(TableName table, List<GroupCursor> cursors) {}

    /** @param cursors by table, those that are still before the last of the transactions */
    GroupStep(List<BufferedEnd> ends, Map<TableName, List<GroupCursor>> cursors, TopicLayout layout, BatchLimit limit) {
        this.ends = List.copyOf(ends);
        this.layout = layout;
        this.taken = new RowBuffer(limit);
        cursors.forEach((table, ofTable) -> {
            if (endsSnapshotOf(table) || hasRows(ofTable)) {
                withRows.add(new Share(table, ofTable));
            } else {
                withoutRows.addAll(ofTable);
            }
        });
    }

    boolean isDone() {
        return withRows.isEmpty() && withoutRows.isEmpty();
    }

    /** Whether pieces of a transaction were handed on, and its end was not. */
    boolean isInPieces() {
        return isInPieces;
    }

    /** What can be handed on with what was fetched; empty when more must be fetched first. */
    ChangeBatch take(EnvelopeReader reader) {
        Share share = withRows.peek();
        if (share == null) {
            ChangeBatch rest = new ChangeBatch(List.of(), Optional.of(checkpoint(withoutRows, Optional.empty())));
            withoutRows.clear();
            return rest;
        }
        if (!assemble(share, reader)) {
            return taken.isFull() ? piece() : ChangeBatch.EMPTY;
        }
        withRows.remove();
        next = 0;
        isInPieces = false;
        return new ChangeBatch(taken.take(), Optional.of(checkpoint(share.cursors(), Optional.of(share.table()))));
    }

    /** @throws CdcVaultException when rows are waited for that the topics no longer hold */
    void requireMore(FetchedPartitions fetched) {
        if (open != null) {
            fetched.requireMore(ends.get(next).end(), open.awaited().toList());
        }
    }

    private ChangeBatch piece() {
        isInPieces = true;
        return new ChangeBatch(taken.take(), Optional.empty());
    }

    /** Returns whether all rows of the table are taken. */
    private boolean assemble(Share share, EnvelopeReader reader) {
        while (next < ends.size()) {
            TableAssembly assembly = open == null ? begin(share, ends.get(next).end()) : open;
            assembly.take(reader, taken);
            if (!assembly.isComplete()) {
                open = assembly;
                return false;
            }
            open = null;
            next++;
        }
        return true;
    }

    private static TableAssembly begin(Share share, TransactionEnd end) {
        return new TableAssembly(
                end,
                share.table(),
                share.cursors().stream()
                        .filter(cursor -> cursor.isBefore(end))
                        .map(GroupCursor::queue)
                        .toList());
    }

    private Checkpoint checkpoint(List<GroupCursor> cursors, Optional<TableName> table) {
        BufferedEnd last = ends.get(ends.size() - 1);
        // Every member sees every transaction; one of them counts it.
        boolean counts = cursors.stream()
                .anyMatch(cursor -> cursor.partition().equals(layout.rows().get(0)));
        return new Checkpoint(
                GroupPosition.move(cursors, last, layout.transactions()),
                last.end().stamp(),
                last.end().commitLsn(),
                last.end().events(),
                counts ? ends.size() : 0,
                endsSnapshot(),
                table,
                end().tableSnapshotEnded().filter(snapshot -> table.filter(snapshot.table()::equals)
                        .isPresent()));
    }

    private boolean endsSnapshotOf(TableName table) {
        return endsSnapshot()
                || end().tableSnapshotEnded()
                        .filter(snapshot -> snapshot.table().equals(table))
                        .isPresent();
    }

    private boolean endsSnapshot() {
        return end().kind() == ChangeRecord.Kind.SNAPSHOT_END;
    }

    /** Of what concerns whole tables: that is always the only one. */
    private TransactionEnd end() {
        return ends.get(0).end();
    }

    private boolean hasRows(List<GroupCursor> cursors) {
        return cursors.stream().anyMatch(cursor -> ends.stream()
                .map(BufferedEnd::end)
                .anyMatch(end -> cursor.isBefore(end) && end.records(cursor.partition()) > 0));
    }
}

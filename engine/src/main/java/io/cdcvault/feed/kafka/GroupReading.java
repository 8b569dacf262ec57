package io.cdcvault.feed.kafka;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Goes through the transactions in their order, and says what is to be loaded next. */
final class GroupReading {

    private final TopicLayout layout;
    private final FetchedPartitions fetched;
    private final Members members;
    private final Shares shares;
    private final PartitionStates states;
    private final BatchLimit limit;
    private final TransactionNumber lastTransaction;
    private final Map<TableName, List<GroupCursor>> cursors = new LinkedHashMap<>();
    /** Read ahead: from the first that is not applied to all that this member loads. */
    private final List<BufferedEnd> ends = new ArrayList<>();

    private @Nullable TransactionQueue transactions;
    private boolean isWaiting;

    /** @param lastTransaction after which nothing is read */
    GroupReading(
            Shares shares,
            PartitionStates states,
            BatchLimit limit,
            TopicLayout layout,
            FetchedPartitions fetched,
            Members members,
            TransactionNumber lastTransaction) {
        this.layout = layout;
        this.fetched = fetched;
        this.members = members;
        this.states = states;
        this.limit = limit;
        this.lastTransaction = lastTransaction;
        this.shares = shares;
        learnFromTopics();
    }

    TopicLayout layout() {
        return layout;
    }

    /** Whether everything is handed on, up to the last transaction. */
    boolean isAtEnd() {
        return isFetching()
                && cursors.values().stream()
                        .flatMap(List::stream)
                        .allMatch(cursor -> !lastTransaction.isAfter(cursor.transaction()));
    }

    /** Whether there is anything to read. */
    boolean isFetching() {
        return !cursors.isEmpty();
    }

    /** Whether other members must reach the next transaction first. */
    boolean isWaiting() {
        return isWaiting;
    }

    /** Continues from where the partitions of this member's share stand in the warehouse. */
    void resume() {
        resume(Set.of());
    }

    /** Empty when nothing can be loaded yet. */
    Optional<GroupStep> next() {
        isWaiting = false;
        if (!isFetching()) {
            lookForShare();
        }
        dropApplied();
        if (ends.isEmpty() && !readEnd()) {
            return Optional.empty();
        }
        TransactionEnd end = ends.get(0).end();
        if (end.stamp().number().isAfter(lastTransaction)) {
            return Optional.empty();
        }
        if (shares.learn(partition -> end.records(partition) > 0)) {
            resume();
            return Optional.empty();
        }
        return concernsWholeTables(end) ? stepOfWholeTables(end) : Optional.of(step(together()));
    }

    /** Without a share nothing is read that would show a table's first rows. */
    private void lookForShare() {
        if (!members.owned().isEmpty() && learnFromTopics()) {
            resume();
        }
    }

    private boolean learnFromTopics() {
        Map<TopicPartition, Long> beginnings = fetched.consumer().beginningOffsets(layout.rows());
        Map<TopicPartition, Long> committed = fetched.consumer().endOffsets(layout.rows());
        return shares.learn(
                partition -> committed.getOrDefault(partition, 0L) > beginnings.getOrDefault(partition, 0L));
    }

    private void resume(Set<TableName> whole) {
        StoredPositions stored = new StoredPositions(states.read());
        shares.takeWhole(whole);
        Map<TableName, List<TopicPartition>> mine = shares.of(members.owned());
        List<TopicPartition> read =
                new ArrayList<>(mine.values().stream().flatMap(List::stream).toList());
        FeedOffsets from = stored.offsets(read, layout.transactions());
        if (!read.isEmpty()) {
            read.add(layout.transactions());
        }
        fetched.assign(read, from);
        transactions = read.isEmpty() ? null : transactions(stored, mine);
        ends.clear();
        cursors.clear();
        mine.forEach((table, partitions) -> cursors.put(
                table, fetched.queues(partitions).stream().map(stored::cursor).toList()));
        isWaiting = false;
    }

    private TransactionQueue transactions(StoredPositions stored, Map<TableName, List<TopicPartition>> mine) {
        TransactionNumber last = stored.transactionBefore(
                mine.values().stream().flatMap(List::stream).toList(), layout.transactions());
        return fetched.transactions(layout.transactions(), new TransactionStamp(last, LoadDate.BEFORE_FIRST));
    }

    private void dropApplied() {
        int applied = 0;
        while (applied < ends.size() && before(ends.get(applied).end()).isEmpty()) {
            applied++;
        }
        ends.subList(0, applied).clear();
        if (applied > 0 && shares.hasWhole()) {
            resume();
        }
    }

    private boolean readEnd() {
        while (isFetching()) {
            Optional<TransactionEnd> end = nextEnd();
            if (end.isEmpty()) {
                return false;
            }
            if (!before(end.get()).isEmpty()) {
                ends.add(new BufferedEnd(
                        end.get(), fetched.queue(layout.transactions()).nextOffset()));
                return true;
            }
        }
        return false;
    }

    private Optional<TransactionEnd> nextEnd() {
        Optional<TransactionEnd> end =
                Objects.requireNonNull(transactions).next(() -> fetched.isComplete(layout.transactions()));
        end.ifPresent(layout::requireKnown);
        return end;
    }

    /** As many transactions as make up a batch; the rows of a snapshot are kept to themselves. */
    private List<BufferedEnd> together() {
        TransactionEnd first = ends.get(0).end();
        long rows = rows(first);
        int count = 1;
        while (count < ends.size() || readEnd()) {
            TransactionEnd end = ends.get(count).end();
            rows += rows(end);
            if (rows > limit.rows() || !mayFollow(first, end)) {
                break;
            }
            count++;
        }
        return ends.subList(0, count);
    }

    private boolean mayFollow(TransactionEnd first, TransactionEnd end) {
        return !end.stamp().number().isAfter(lastTransaction)
                && !concernsWholeTables(end)
                && end.snapshotDate().equals(first.snapshotDate())
                && !shares.isNewTo(end);
    }

    private long rows(TransactionEnd end) {
        return cursors.values().stream()
                .flatMap(List::stream)
                .filter(cursor -> cursor.isBefore(end))
                .mapToLong(cursor -> end.records(cursor.partition()))
                .sum();
    }

    private GroupStep step(List<BufferedEnd> together) {
        return new GroupStep(together, before(together.get(together.size() - 1).end()), layout, limit);
    }

    private static boolean concernsWholeTables(TransactionEnd end) {
        return end.kind() == ChangeRecord.Kind.SNAPSHOT_END
                || end.tableSnapshotEnded().isPresent()
                || !end.truncated().isEmpty();
    }

    private boolean concernsWhole(TableName table, TransactionEnd end) {
        return end.kind() == ChangeRecord.Kind.SNAPSHOT_END
                || end.tableSnapshotEnded()
                        .filter(snapshot -> snapshot.table().equals(table))
                        .isPresent()
                || end.truncated().contains(layout.partitions(table).get(0).topic());
    }

    private Optional<GroupStep> stepOfWholeTables(TransactionEnd end) {
        Map<TableName, List<GroupCursor>> ready = before(end);
        ready.keySet().removeIf(table -> concernsWhole(table, end) && !isWhole(table));
        if (ready.isEmpty()) {
            isWaiting = !isEverybodyThere(end);
            return Optional.empty();
        }
        return Optional.of(new GroupStep(ends.subList(0, 1), ready, layout, limit));
    }

    private boolean isWhole(TableName table) {
        return cursors.getOrDefault(table, List.of()).size()
                == layout.partitions(table).size();
    }

    /**
     * Looks whether this member can load a table as a whole, as all partitions have reached the transaction, or another
     * member has done so. If so, everything is read again from where it stands.
     */
    private boolean isEverybodyThere(TransactionEnd end) {
        StoredPositions stored = new StoredPositions(states.read());
        TransactionNumber number = end.stamp().number();
        Set<TableName> whole = new HashSet<>();
        boolean applied = false;
        for (TableName table : before(end).keySet()) {
            TransactionNumber slowest = stored.slowest(layout.partitions(table));
            applied |= !number.isAfter(slowest);
            if (slowest.next().equals(number) && shares.isLeader(table, members.owned())) {
                whole.add(table);
            }
        }
        if (applied || !whole.isEmpty()) {
            resume(whole);
            return true;
        }
        return false;
    }

    private Map<TableName, List<GroupCursor>> before(TransactionEnd end) {
        Map<TableName, List<GroupCursor>> before = new LinkedHashMap<>();
        cursors.forEach((table, ofTable) -> {
            List<GroupCursor> behind =
                    ofTable.stream().filter(cursor -> cursor.isBefore(end)).toList();
            if (!behind.isEmpty()) {
                before.put(table, behind);
            }
        });
        return before;
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionNumber;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.kafka.PartitionStates.PartitionState;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the partitions stood at one moment. */
record StoredPositions(Map<String, PartitionState> states) {

    GroupCursor cursor(PartitionQueue queue) {
        PartitionState state = state(queue.partition());
        return new GroupCursor(queue, state.resumeFrom(), state.transaction());
    }

    /** The last transaction that was applied in all of them. */
    TransactionNumber slowest(List<TopicPartition> partitions) {
        return partitions.stream()
                .map(partition -> state(partition).transaction())
                .min(Comparator.naturalOrder())
                .orElse(TransactionNumber.BEFORE_FIRST);
    }

    /** Where to continue in these, and in the transaction topic for the one that is the furthest behind. */
    FeedOffsets offsets(Collection<TopicPartition> partitions, TopicPartition transactions) {
        Map<String, Long> next = new HashMap<>();
        long nextEnd = Long.MAX_VALUE;
        for (TopicPartition partition : partitions) {
            FeedOffsets offsets = FeedOffsets.parse(state(partition).resumeFrom());
            next.computeIfAbsent(partition.toString(), offsets.next()::get);
            nextEnd = Math.min(nextEnd, offsets.of(transactions, 0));
        }
        if (nextEnd > 0) {
            next.put(transactions.toString(), nextEnd);
        }
        return new FeedOffsets(next);
    }

    /** The last transaction that ended before the place in the transaction topic that {@link #offsets} begins with. */
    TransactionNumber transactionBefore(Collection<TopicPartition> partitions, TopicPartition transactions) {
        return partitions.stream()
                .map(this::state)
                .min(Comparator.comparingLong((PartitionState state) ->
                        FeedOffsets.parse(state.resumeFrom()).of(transactions, 0)))
                .filter(state -> FeedOffsets.parse(state.resumeFrom()).of(transactions, 0) > 0)
                .map(PartitionState::transaction)
                .orElse(TransactionNumber.BEFORE_FIRST);
    }

    private PartitionState state(TopicPartition partition) {
        PartitionState state = states.get(partition.toString());
        if (state == null) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_FENCED, "The warehouse holds no position of " + partition + " any more");
        }
        return state;
    }
}

package io.cdcvault.feed.kafka;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ChangeFeed;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.RowBuffer;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.relay.Relay;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics back, committed records only, and puts the source transactions together by the counts in their ENDs.
 * Holds a bounded number of records: a partition that is far ahead of the others waits.
 */
public final class KafkaFeed implements ChangeFeed {

    /** Short, so that a loader which has become idle meanwhile waits no longer than that. */
    private static final Duration WHILE_NOT_AWAITED = Duration.ofMillis(5);

    private final FetchedPartitions partitions;
    private final TopicLayout layout;
    private final TransactionQueue transactions;
    private final Map<TableName, List<PartitionQueue>> queues = new LinkedHashMap<>();

    private final EnvelopeReader reader = new EnvelopeReader();
    private @Nullable TransactionAssembly open;
    /** Of the open transaction. */
    private final RowBuffer taken;
    /** Of the transactions that are complete, up to {@code last}. */
    private final RowBuffer complete;

    private @Nullable Completed last;

    /**
     * Where an earlier load ended.
     *
     * @param position of its last checkpoint
     * @param stamp of the last transaction loaded
     */
    public record Resume(String position, TransactionStamp stamp) {}

    /**
     * @param tables those of the model
     * @param hearsOthers whether to read other tables' topics too
     * @param resume after the last checkpoint; empty to read the topics from their beginning
     * @param limit of a batch, of a piece of a larger transaction, and of what is held of each partition
     */
    public KafkaFeed(
            KafkaClients clients,
            TopicNames names,
            List<TableName> tables,
            boolean hearsOthers,
            Optional<Resume> resume,
            BatchLimit limit,
            Time time) {
        this(clients, names, tables, hearsOthers, resume, Relay.unconnected(time), limit, time);
    }

    /** @param relay what this process publishes to the topics; left when the feed is closed */
    public KafkaFeed(
            KafkaClients clients,
            TopicNames names,
            List<TableName> tables,
            boolean hearsOthers,
            Optional<Resume> resume,
            Relay relay,
            BatchLimit limit,
            Time time) {
        this.taken = new RowBuffer(limit);
        this.complete = new RowBuffer(limit);
        this.partitions = new FetchedPartitions(clients, relay, limit, time);
        TopicLayout ofModel = TopicLayout.read(partitions.consumer(), names, tables);
        this.layout = hearsOthers ? ofModel.withOthers(partitions.consumer(), names) : ofModel;
        partitions.assign(
                layout.all(),
                resume.map(Resume::position).map(FeedOffsets::parse).orElse(FeedOffsets.NONE));
        this.transactions = partitions.transactions(
                layout.transactions(), resume.map(Resume::stamp).orElse(TransactionStamp.BEFORE_FIRST));
        layout.tables().forEach((table, ofTable) -> queues.put(table, partitions.queues(ofTable)));
    }

    @Override
    public ChangeBatch poll(Duration patience) {
        return poll(patience, () -> true);
    }

    /**
     * As {@link #poll(Duration)}, but lets the batch grow, up to its limit, for as long as nothing waits for it: many
     * transactions are loaded at once when the loader is behind, and each by itself when it is not.
     *
     * @param isAwaited whether something waits for the batch
     */
    public ChangeBatch poll(Duration patience, BooleanSupplier isAwaited) {
        try {
            boolean isFull = assemble();
            if (!isFull && last == null) {
                partitions.fetch(patience);
                isFull = assemble();
            }
            while (!isFull && last != null && !isAwaited.getAsBoolean()) {
                isFull = partitions.fetch(WHILE_NOT_AWAITED) && assemble();
            }
            return batch();
        } catch (KafkaException e) {
            throw KafkaFailures.failure("read the topics", e);
        }
    }

    /** How far each partition was read, for tools; where to continue from is in checkpoints alone. */
    public Map<TopicPartition, Long> takenUpTo() {
        return partitions.takenUpTo();
    }

    @Override
    public void close() {
        partitions.close();
    }

    /** Takes what was fetched; returns whether the batch cannot grow. */
    private boolean assemble() {
        while (!complete.isFull() && openNext() && mayFollow() && takeOpen()) {
            complete.addAll(taken.take());
            last = new Completed(
                    requireOpen().end(), partitions.nextOffsets(), last == null ? 1 : last.transactions() + 1);
            open = null;
        }
        return complete.isFull() || taken.isFull() || (open != null && !mayFollow());
    }

    private ChangeBatch batch() {
        Completed upTo = last;
        if (upTo != null) {
            last = null;
            return new ChangeBatch(complete.take(), Optional.of(checkpoint(upTo)));
        }
        if (taken.isFull()) {
            return new ChangeBatch(taken.take(), Optional.empty());
        }
        if (open != null) {
            partitions.requireMore(open.end(), open.awaited());
        }
        return ChangeBatch.EMPTY;
    }

    private boolean openNext() {
        if (open == null) {
            open = transactions
                    .next(() -> partitions.isComplete(layout.transactions()))
                    .map(this::begin)
                    .orElse(null);
        }
        return open != null;
    }

    private TransactionAssembly begin(TransactionEnd end) {
        layout.requireKnown(end);
        return new TransactionAssembly(end, queues);
    }

    /** Whether the open transaction may share a batch with the one before: a snapshot is kept to itself. */
    private boolean mayFollow() {
        return last == null
                || requireOpen().end().snapshotDate().equals(last.end().snapshotDate());
    }

    /** Whether the open transaction is complete with what was fetched. */
    private boolean takeOpen() {
        TransactionAssembly transaction = requireOpen();
        transaction.take(reader, taken);
        return transaction.isComplete();
    }

    private Checkpoint checkpoint(Completed last) {
        TransactionEnd end = last.end();
        Checkpoint checkpoint = new Checkpoint(
                partitions.asPosition(last.nextOffsets()).toJson(),
                end.stamp(),
                end.commitLsn(),
                end.events(),
                last.transactions(),
                end.kind() == ChangeRecord.Kind.SNAPSHOT_END);
        return checkpoint.ending(end.tableSnapshotEnded());
    }

    private TransactionAssembly requireOpen() {
        return Objects.requireNonNull(open, "no transaction is open");
    }

    /** The offsets are taken when a transaction completes: the next one's rows are taken before it does. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Completed(TransactionEnd end, long[] nextOffsets, int transactions) {}
}

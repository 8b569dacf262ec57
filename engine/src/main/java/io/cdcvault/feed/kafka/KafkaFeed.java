package io.cdcvault.feed.kafka;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ChangeFeed;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics back, committed records only, and puts the source transactions together by the counts in their ENDs.
 * Holds a bounded number of records: a partition that is far ahead of the others waits.
 */
public final class KafkaFeed implements ChangeFeed {

    private final FetchedPartitions partitions;
    private final TopicLayout layout;
    private final TransactionQueue transactions;
    private final Map<TableName, List<PartitionQueue>> queues = new LinkedHashMap<>();

    private final EnvelopeReader reader = new EnvelopeReader();
    private final int batchRows;
    private @Nullable TransactionAssembly open;
    /** Of the open transaction. */
    private final List<RowChange> taken = new ArrayList<>();

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
     */
    public KafkaFeed(
            KafkaClients clients,
            TopicNames names,
            List<TableName> tables,
            boolean hearsOthers,
            Optional<Resume> resume,
            int batchRows) {
        this.batchRows = batchRows;
        this.partitions = new FetchedPartitions(clients, batchRows);
        TopicLayout ofModel = TopicLayout.read(partitions.consumer(), names, tables);
        this.layout = hearsOthers ? ofModel.withOthers(partitions.consumer(), names) : ofModel;
        partitions.assign(
                layout.all(),
                resume.map(Resume::position).map(FeedOffsets::parse).orElse(FeedOffsets.NONE));
        this.transactions = partitions.transactions(
                layout.transactions(), resume.map(Resume::stamp).orElse(EndOrder.BEGINNING));
        layout.tables().forEach((table, ofTable) -> queues.put(table, partitions.queues(ofTable)));
    }

    @Override
    public ChangeBatch poll(Duration patience) {
        try {
            ChangeBatch batch = assemble();
            if (batch.isEmpty()) {
                partitions.fetch(patience);
                batch = assemble();
            }
            if (batch.isEmpty() && open != null) {
                partitions.requireMore(open.end(), open.awaited());
            }
            return batch;
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

    private ChangeBatch assemble() {
        List<RowChange> complete = new ArrayList<>();
        Completed last = null;
        int transactions = 0;
        while (complete.size() < batchRows && openNext() && mayFollow(last) && takeOpen()) {
            complete.addAll(taken);
            taken.clear();
            last = new Completed(requireOpen().end(), partitions.nextOffsets(), ++transactions);
            open = null;
        }
        if (last != null) {
            return new ChangeBatch(complete, Optional.of(checkpoint(last)));
        }
        return taken.size() < batchRows ? ChangeBatch.EMPTY : pieceOfLargeTransaction();
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
    private boolean mayFollow(@Nullable Completed last) {
        return last == null
                || requireOpen().end().snapshotDate().equals(last.end().snapshotDate());
    }

    /** Whether the open transaction is complete with what was fetched. */
    private boolean takeOpen() {
        TransactionAssembly transaction = requireOpen();
        transaction.take(reader, taken, batchRows);
        return transaction.isComplete();
    }

    private ChangeBatch pieceOfLargeTransaction() {
        ChangeBatch piece = new ChangeBatch(taken, Optional.empty());
        taken.clear();
        return piece;
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

package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ChangeFeed;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One loader's share of the topics, when several load together. Every loader reads the transaction topic, so each knows
 * what belongs to which transaction; of the rows it reads those of its own partitions. A checkpoint is about one
 * table's partitions, or about partitions without rows.
 *
 * <p>What concerns all rows of a table (a truncate, the end of a snapshot) waits until all partitions of the table have
 * reached it; then the loader of the first partition loads that transaction's rows of all of them.
 *
 * <p>Why: docs/decisions/0009-loaders-share-partitions.md
 */
public final class GroupFeed implements ChangeFeed {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Members members;
    private final FetchedPartitions fetched;
    private final GroupReading reading;
    private final EnvelopeReader reader = new EnvelopeReader();
    private @Nullable GroupStep step;

    private GroupFeed(FetchedPartitions fetched, Members members, GroupReading reading) {
        this.fetched = fetched;
        this.members = members;
        this.reading = reading;
    }

    /** What both kinds are made of. */
    public record Parts(
            KafkaClients clients,
            TopicNames names,
            VaultModel model,
            PartitionStates states,
            BatchLimit limit,
            Time time) {

        private TopicLayout layout(FetchedPartitions fetched) {
            return TopicLayout.read(
                    fetched.consumer(),
                    names,
                    model.sources().stream().map(source -> source.table()).toList());
        }

        private GroupReading reading(
                TopicLayout layout, FetchedPartitions fetched, Members members, TransactionNumber lastTransaction) {
            RecordKeys recordKeys = new RecordKeys(() -> clients.consumer("keys"), time);
            Shares shares = new Shares(model, layout, recordKeys);
            return new GroupReading(shares, states, limit, layout, fetched, members, lastTransaction);
        }

        private FetchedPartitions fetched() {
            return new FetchedPartitions(clients, limit, time);
        }
    }

    /** Joins the group. */
    public static GroupFeed join(Parts parts) {
        FetchedPartitions fetched = parts.fetched();
        TopicLayout layout = parts.layout(fetched);
        Members members = new GroupMembership(
                parts.clients(),
                layout.tables().keySet().stream().map(parts.names()::table).toList());
        return new GroupFeed(fetched, members, parts.reading(layout, fetched, members, TransactionNumber.LAST));
    }

    /** Reads all partitions, up to a transaction. */
    public static GroupFeed alone(Parts parts, TransactionNumber lastTransaction) {
        FetchedPartitions fetched = parts.fetched();
        TopicLayout layout = parts.layout(fetched);
        Members members = new OneMember(layout);
        return new GroupFeed(fetched, members, parts.reading(layout, fetched, members, lastTransaction));
    }

    /** All partitions that hold rows, of this loader's share or not. */
    public List<String> partitions() {
        return reading.layout().rows().stream().map(TopicPartition::toString).toList();
    }

    /** The partition that every loader reads. */
    public String transactions() {
        return reading.layout().transactions().toString();
    }

    /** Whether everything was handed on, up to the last transaction that was asked for. */
    public boolean isAtEnd() {
        return step == null && reading.isAtEnd();
    }

    @Override
    public ChangeBatch poll(Duration patience) {
        try {
            pollMembership(Duration.ZERO);
            ChangeBatch batch = advance();
            if (batch.isEmpty()) {
                await(patience);
                batch = advance();
            }
            if (batch.isEmpty() && step != null) {
                step.requireMore(fetched);
            }
            return batch;
        } catch (KafkaException e) {
            throw KafkaFailures.failure("read the topics", e);
        }
    }

    @Override
    public void close() {
        members.close();
        fetched.close();
    }

    private void pollMembership(Duration patience) {
        // A transaction in pieces must end first; the others continue meanwhile with what they have.
        boolean inPieces = step != null && step.isInPieces();
        if (!inPieces && members.poll(patience)) {
            step = null;
            reading.resume();
        }
    }

    private ChangeBatch advance() {
        if (step == null) {
            step = reading.next().orElse(null);
        }
        if (step == null) {
            return ChangeBatch.EMPTY;
        }
        ChangeBatch batch = step.take(reader);
        if (step.isDone()) {
            step = null;
        }
        return batch;
    }

    private void await(Duration patience) {
        if (!reading.isFetching()) {
            pollMembership(patience);
        } else if (reading.isWaiting()) {
            pollMembership(BETWEEN_LOOKS);
        } else {
            fetched.fetch(patience);
        }
    }
}

package io.cdcvault.kafka;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * A partition that readers of committed records see only the beginning of, because a transaction of another program is
 * open on it.
 *
 * @param producer of the transaction, as brokers number them
 * @param from the first offset that is not readable
 * @param lastWrite when the transaction last wrote to the partition
 */
public record HeldBack(TopicPartition partition, long producer, long from, Instant lastWrite) {

    private static final int MILLIS = 5_000;

    /**
     * Looks for the oldest such transaction. Ours is none: what is behind it is not published yet.
     *
     * @param transactionalId of our own producer
     * @return empty also when a broker does not say
     */
    public static Optional<HeldBack> find(Admin admin, TopicPartition partition, String transactionalId)
            throws InterruptedException {
        try {
            if (end(admin, partition, IsolationLevel.READ_COMMITTED) >= written(admin, partition)) {
                return Optional.empty();
            }
            OptionalLong ours = producer(admin, transactionalId);
            return admin
                    .describeProducers(List.of(partition))
                    .partitionResult(partition)
                    .get()
                    .activeProducers()
                    .stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent()
                            && !OptionalLong.of(producer.producerId()).equals(ours))
                    .min(Comparator.comparing(HeldBack::start))
                    .map(producer -> new HeldBack(
                            partition,
                            producer.producerId(),
                            start(producer),
                            Instant.ofEpochMilli(producer.lastTimestamp())));
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    /** The offset after the last record of a partition, committed or not. */
    public static long written(Admin admin, TopicPartition partition) throws ExecutionException, InterruptedException {
        return end(admin, partition, IsolationLevel.READ_UNCOMMITTED);
    }

    /** What is the matter. */
    public String what() {
        return "A transaction of another program (producer " + producer + ", last write " + lastWrite + ") is open on "
                + partition + ", and nothing from offset " + from + " on can be read";
    }

    /** What ends it. */
    public String todo(KafkaCommands commands) {
        return "End that program's transaction, or run: " + commands.abort(this);
    }

    private static long start(ProducerState producer) {
        return producer.currentTransactionStartOffset().orElse(0);
    }

    private static long end(Admin admin, TopicPartition partition, IsolationLevel level)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level).timeoutMs(MILLIS))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static OptionalLong producer(Admin admin, String transactionalId)
            throws ExecutionException, InterruptedException {
        try {
            return OptionalLong.of(admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get()
                    .producerId());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                // There is none before the first start.
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}

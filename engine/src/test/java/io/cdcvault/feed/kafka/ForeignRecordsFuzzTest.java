package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.Operation;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.Mutations;
import io.cdcvault.feed.RowBuffer;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.SetTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Other programs write to every topic: garbage, tombstones, copies of our records, records with other numbers. All of
 * ours are handed on, each once and in order, and nothing of theirs as ours.
 */
final class ForeignRecordsFuzzTest {

    /** Of all cases, so that it names one record of each partition. */
    private static final ForeignRecords FOREIGN = new ForeignRecords(topic -> {}, new SetTime());

    private static final TableName TABLE = new TableName("public", "t");

    @Test
    void recordsOfOthersNeitherStopNorLoseOurs() {
        Mutations.forEachSeed(random -> {
            WrittenTopics topics = WrittenTopics.random(random);

            List<String> handedOn = read(topics, random);

            assertThat(handedOn).isEqualTo(topics.ours());
        });
    }

    @Test
    void transactionsThatAreMissingAreRefusedWithTheirPlace() {
        List<ConsumerRecord<byte[], byte[]>> ends =
                List.of(WrittenTopics.end(0, 5, Map.of()), WrittenTopics.end(1, 6, Map.of()));
        TransactionQueue transactions = transactions(ends, new TransactionStamp(2, 20));

        assertThatThrownBy(() -> transactions.next(() -> true))
                .isInstanceOfSatisfying(
                        CdcVaultException.class, gap -> assertThat(gap.kind()).isEqualTo(FailureKind.RECORDS_LOST))
                .hasMessageContaining("the transactions after 2 before p.transaction-0@0")
                .hasMessageContaining("ends transaction 5");
    }

    @Test
    void lonelyEndOfAnotherProgramIsNotWaitedFor() {
        List<ConsumerRecord<byte[], byte[]>> ends = new ArrayList<>(List.of(WrittenTopics.end(0, 5, Map.of())));
        assertThat(transactions(ends, new TransactionStamp(2, 20)).next(() -> true))
                .isEmpty();

        ends.add(WrittenTopics.end(1, 3, Map.of()));
        assertThat(transactions(ends, new TransactionStamp(2, 20)).next(() -> true))
                .map(end -> end.stamp().number())
                .contains(new TransactionNumber(3));
    }

    @Test
    void topicThatBeginsLateIsReadFromItsBeginning() {
        TransactionQueue transactions =
                transactions(List.of(WrittenTopics.end(900, 5, Map.of())), TransactionStamp.BEFORE_FIRST);

        assertThat(transactions.next(() -> true)).isPresent();
    }

    private static TransactionQueue transactions(List<ConsumerRecord<byte[], byte[]>> records, TransactionStamp last) {
        PartitionQueue queue = new PartitionQueue(WrittenTopics.TRANSACTIONS, 0, false, FOREIGN, () -> true);
        records.forEach(queue::add);
        return new TransactionQueue(queue, last, FOREIGN);
    }

    /** Our rows as {@code transaction:order}. */
    private static List<String> read(WrittenTopics topics, Random random) {
        FetchedTopics fetched = new FetchedTopics(topics);
        TransactionQueue transactions =
                new TransactionQueue(fetched.queue(WrittenTopics.TRANSACTIONS), TransactionStamp.BEFORE_FIRST, FOREIGN);
        List<String> handedOn = new ArrayList<>();
        Optional<TransactionAssembly> open = Optional.empty();
        boolean isOver = false;
        while (!isOver) {
            isOver = !fetched.fetch(random);
            open = open.isPresent() ? open : next(transactions, fetched);
            while (open.isPresent() && isTaken(open.get(), handedOn)) {
                open = next(transactions, fetched);
            }
        }
        assertThat(open).as("a transaction that is not complete").isEmpty();
        return handedOn;
    }

    private static Optional<TransactionAssembly> next(TransactionQueue transactions, FetchedTopics fetched) {
        return transactions
                .next(() -> fetched.isComplete(WrittenTopics.TRANSACTIONS))
                .map(end -> new TransactionAssembly(
                        end,
                        Map.of(
                                TABLE,
                                List.of(fetched.queue(WrittenTopics.FIRST), fetched.queue(WrittenTopics.SECOND)))));
    }

    private static boolean isTaken(TransactionAssembly assembly, List<String> handedOn) {
        RowBuffer rows = new RowBuffer(BatchLimit.of(Integer.MAX_VALUE));
        assembly.take(new EnvelopeReader(), rows);
        rows.take().stream()
                .filter(row -> row.operation() != Operation.FOREIGN)
                .forEach(row -> handedOn.add(row.stamp().number() + ":" + row.order()));
        return assembly.isComplete();
    }

    /** What a reader has fetched so far. */
    private static final class FetchedTopics {

        private final WrittenTopics topics;
        private final Map<TopicPartition, Integer> fetched = new HashMap<>();
        private final Map<TopicPartition, PartitionQueue> queues = new HashMap<>();

        FetchedTopics(WrittenTopics topics) {
            this.topics = topics;
            topics.partitions()
                    .keySet()
                    .forEach(partition -> queues.put(
                            partition, new PartitionQueue(partition, 0, false, FOREIGN, () -> isComplete(partition))));
        }

        PartitionQueue queue(TopicPartition partition) {
            return Objects.requireNonNull(queues.get(partition));
        }

        boolean isComplete(TopicPartition partition) {
            return fetched.getOrDefault(partition, 0)
                    == topics.records(partition).size();
        }

        /** Some records more; returns whether there were any. */
        boolean fetch(Random random) {
            boolean any = false;
            for (TopicPartition partition : topics.partitions().keySet()) {
                int from = fetched.getOrDefault(partition, 0);
                int to = Math.min(topics.records(partition).size(), from + 1 + random.nextInt(6));
                topics.records(partition).subList(from, to).forEach(queue(partition)::add);
                fetched.put(partition, to);
                any |= to > from;
            }
            return any;
        }
    }
}

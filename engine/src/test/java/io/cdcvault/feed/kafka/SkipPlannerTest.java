package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.kafka.PartitionStates.PartitionState;
import io.cdcvault.feed.kafka.SkipPlan.Gap;
import io.cdcvault.feed.kafka.SkipPlan.Skipped;
import io.cdcvault.feed.kafka.SkipPlanner.Stand;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.time.SetTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class SkipPlannerTest {

    private static final TableName TABLE = new TableName("public", "t");
    private static final TopicPartition FIRST = new TopicPartition("p.public.t", 0);
    private static final TopicPartition SECOND = new TopicPartition("p.public.t", 1);
    private static final Skipped NOTHING_APPLIED = new Skipped(new TransactionStamp(0, 0), Lsn.BEGINNING, 0);

    private final ReadTopics topics = new ReadTopics(FIRST, SECOND);

    @Test
    void topicsThatHoldEverythingNeedNoPlan() {
        write(3);

        assertThat(plan(false, Map.of(), NOTHING_APPLIED, 3)).isEmpty();
    }

    @Test
    void loaderContinuesAfterTheTransactionThatMayBeCut() {
        write(3);
        topics.loseBefore(FIRST, 1);

        SkipPlan plan = plan(false, Map.of(), NOTHING_APPLIED, 3).orElseThrow();

        // Of transaction 2, which is the first that is left, some records may be among those that are lost.
        assertThat(plan.last().stamp().number().value()).isEqualTo(2);
        assertThat(plan.next())
                .containsOnly(
                        Map.entry("p.public.t-0", 2L), Map.entry("p.public.t-1", 2L), Map.entry("p.transaction-0", 2L));
        assertThat(plan.gaps())
                .contains(
                        new Gap(Optional.of(TABLE), "p.public.t-0", 0, 2, 1),
                        new Gap(Optional.of(TABLE), "p.public.t-1", 0, 2, 0));
        assertThat(plan.tables()).containsExactly(TABLE);
    }

    @Test
    void whatIsLostButWasLoadedIsNoLoss() {
        write(3);
        topics.loseBefore(FIRST, 1);
        topics.loseBefore(SECOND, 1);
        topics.loseBefore(ReadTopics.TRANSACTIONS, 1);
        Map<String, Stand> stands = Map.of(
                "p.public.t-0",
                new Stand(1, new TransactionNumber(1)),
                "p.public.t-1",
                new Stand(1, new TransactionNumber(1)),
                "p.transaction-0",
                new Stand(1, new TransactionNumber(1)));

        assertThat(plan(false, stands, new Skipped(new TransactionStamp(1, 10), new Lsn(1), 2), 3))
                .isEmpty();
    }

    @Test
    void transactionWhoseEndIsLostIsSkipped() {
        write(3);
        topics.loseBefore(ReadTopics.TRANSACTIONS, 2);

        SkipPlan plan = plan(false, Map.of(), NOTHING_APPLIED, 3).orElseThrow();

        assertThat(plan.last().stamp().number().value()).isEqualTo(2);
        assertThat(plan.tables()).as("whose rows are not loaded").containsExactly(TABLE);
    }

    @Test
    void ofACompactedTopicNothingCountsAsWhole() {
        write(3);

        SkipPlan plan = plan(true, Map.of(), NOTHING_APPLIED, 3).orElseThrow();

        assertThat(plan.last().stamp().number().value()).isEqualTo(3);
        assertThat(plan.next().values()).containsOnly(3L);
    }

    @Test
    void partitionStandsWhereItIsFurthestBehind() {
        assertThat(SkipPlanner.stands(List.of(
                        new PartitionState("{\"p.public.t-0\":4,\"p.transaction-0\":9}", new TransactionNumber(7)),
                        new PartitionState("{\"p.public.t-1\":2,\"p.transaction-0\":5}", new TransactionNumber(3)))))
                .containsOnly(
                        Map.entry("p.public.t-0", new Stand(4, new TransactionNumber(7))),
                        Map.entry("p.public.t-1", new Stand(2, new TransactionNumber(3))),
                        Map.entry("p.transaction-0", new Stand(5, new TransactionNumber(3))));
    }

    /** Each with a row in either partition. */
    private void write(int transactions) {
        for (int number = 1; number <= transactions; number++) {
            topics.write(number, Map.of(FIRST, 1, SECOND, 1));
        }
    }

    private Optional<SkipPlan> plan(boolean isCompacted, Map<String, Stand> stands, Skipped applied, long published) {
        KafkaClients clients = new KafkaClients(MinimalSettings.with(Map.of("kafka.bootstrap-servers", "kafka:9092")));
        SkipPlanner planner = new SkipPlanner(
                topics::again, clients, new TopicNames("p", Map.of()), List.of(TABLE), isCompacted, new SetTime());
        return planner.plan(stands, applied, new TransactionNumber(published));
    }
}

package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.kafka.PartitionStates.PartitionState;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.time.SetTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What one member of a group of loaders reads, and when it waits for the others. */
final class GroupReadingTest {

    private static final TopicPartition FIRST = new TopicPartition("p.public.t", 0);
    private static final TopicPartition SECOND = new TopicPartition("p.public.t", 1);
    private static final VaultModel MODEL = ModelReader.read(
            """
            model: one
            vault: {schema: vault, hash: automate-dv, record_source: shop}
            hubs:
              hub_t: {business_key: {id: integer}}
            satellites:
              sat_t: {of: hub_t, attributes: {name: text}}
            sources:
              public.t:
                hubs: {hub_t: {id: id}}
                satellites: [sat_t]
            """,
            "one.yaml");

    private final SetTime time = new SetTime();
    private final ReadTopics topics = new ReadTopics(FIRST, SECOND);
    private final Map<String, PartitionState> warehouse = new HashMap<>(Map.of(
            FIRST.toString(),
            new PartitionState("{}", TransactionNumber.BEFORE_FIRST),
            SECOND.toString(),
            new PartitionState("{}", TransactionNumber.BEFORE_FIRST)));
    private final EnvelopeReader reader = new EnvelopeReader();

    @Test
    void smallTransactionsAreLoadedTogetherUpToTheLimit() {
        for (int number = 1; number <= 4; number++) {
            topics.write(number, Map.of(FIRST, 1, SECOND, 1));
        }
        Member member = new Member(Set.of(FIRST, SECOND), 4, Long.MAX_VALUE);

        assertThat(member.checkpoints()).extracting(Checkpoint::transactions).containsExactly(2, 2);
        assertThat(member.checkpoints()).isEmpty();
    }

    @Test
    void memberReadsTheRowsOfItsOwnPartitionsAndLeavesCountingToTheFirst() {
        topics.write(1, Map.of(FIRST, 1, SECOND, 2));
        Member member = new Member(Set.of(SECOND), 100, Long.MAX_VALUE);

        List<ChangeBatch> batches = member.batches();

        assertThat(batches).extracting(batch -> batch.changes().size()).containsExactly(2);
        assertThat(batches.get(0).checkpoint()).hasValueSatisfying(checkpoint -> {
            assertThat(checkpoint.transactions()).isZero();
            assertThat(checkpoint.resumeFrom())
                    .isEqualTo("{\"p.public.t-1\":{\"from\":{},\"to\":{\"p.public.t-1\":2,\"p.transaction-0\":1}}}");
        });
    }

    @Test
    void tableWhoseRowsHaveNoKeyGoesAsAWholeToTheMemberWithItsFirstPartition() {
        topics.writeRowsWithoutKeys();
        topics.write(1, Map.of(FIRST, 1, SECOND, 2));

        assertThat(new Member(Set.of(SECOND), 100, Long.MAX_VALUE).reading.isFetching())
                .isFalse();
        assertThat(new Member(Set.of(FIRST), 100, Long.MAX_VALUE).batches())
                .extracting(batch -> batch.changes().size())
                .containsExactly(3);
    }

    @Test
    void memberWithoutAShareReadsNothingUntilItHasOne() {
        topics.write(1, Map.of(FIRST, 1));
        Member member = new Member(Set.of(), 100, Long.MAX_VALUE);
        assertThat(member.reading.next()).isEmpty();
        assertThat(member.reading.isFetching()).isFalse();

        member.owned = Set.of(FIRST, SECOND);
        member.reading.resume();

        assertThat(member.checkpoints()).hasSize(1);
    }

    @Test
    void nothingIsReadBeyondTheLastTransaction() {
        for (int number = 1; number <= 3; number++) {
            topics.write(number, Map.of(FIRST, 1));
        }
        Member member = new Member(Set.of(FIRST, SECOND), 100, 2);

        assertThat(member.checkpoints())
                .extracting(checkpoint -> checkpoint.stamp().number().value())
                .containsExactly(2L);
        assertThat(member.reading.isAtEnd()).isTrue();
    }

    @Test
    void whatTheWarehouseHasIsNotReadAgain() {
        topics.write(1, Map.of(FIRST, 2));
        topics.write(2, Map.of(FIRST, 1));
        warehouse.put(FIRST.toString(), state(FIRST, 2, 1));
        warehouse.put(SECOND.toString(), state(SECOND, 0, 1));

        assertThat(new Member(Set.of(FIRST, SECOND), 100, Long.MAX_VALUE).batches())
                .extracting(batch -> batch.changes().size())
                .containsExactly(1);
    }

    @Test
    void truncateWaitsUntilAllPartitionsHaveReachedItAndIsThenLoadedOnce() {
        topics.write(1, Map.of(FIRST, 1, SECOND, 1));
        topics.writeRows(2, Map.of(FIRST, 1));
        topics.writeEnd(
                2,
                Map.of(FIRST, 1),
                "END",
                new RecordHeaders().add("cdc-vault-truncated", "p.public.t".getBytes(StandardCharsets.UTF_8)));
        Member leader = new Member(Set.of(FIRST), 100, Long.MAX_VALUE);

        assertThat(leader.checkpoints())
                .extracting(checkpoint -> checkpoint.stamp().number().value())
                .containsExactly(1L);
        assertThat(leader.reading.isWaiting()).isTrue();

        warehouse.put(SECOND.toString(), state(SECOND, 1, 1));

        assertThat(leader.checkpoints()).singleElement().satisfies(checkpoint -> {
            assertThat(checkpoint.stamp().number().value()).isEqualTo(2);
            assertThat(checkpoint.resumeFrom()).contains("p.public.t-0").contains("p.public.t-1");
        });
    }

    @Test
    void truncateThatAnotherMemberHasLoadedIsPassed() {
        topics.write(1, Map.of(FIRST, 1, SECOND, 1));
        topics.writeEnd(
                2,
                Map.of(FIRST, 1),
                "END",
                new RecordHeaders().add("cdc-vault-truncated", "p.public.t".getBytes(StandardCharsets.UTF_8)));
        topics.write(3, Map.of(SECOND, 1));
        Member other = new Member(Set.of(SECOND), 100, Long.MAX_VALUE);
        other.checkpoints();
        assertThat(other.reading.isWaiting()).isTrue();

        warehouse.put(FIRST.toString(), state(FIRST, 1, 2));
        warehouse.put(
                SECOND.toString(),
                new PartitionState("{\"p.public.t-1\":1,\"p.transaction-0\":2}", new TransactionNumber(2)));

        assertThat(other.checkpoints())
                .extracting(checkpoint -> checkpoint.stamp().number().value())
                .containsExactly(3L);
    }

    /** A position after so many records, and as many transactions. */
    private static PartitionState state(TopicPartition partition, long next, long transaction) {
        return new PartitionState(
                "{\"" + partition + "\":" + next + ",\"" + ReadTopics.TRANSACTIONS + "\":" + transaction + "}",
                new TransactionNumber(transaction));
    }

    /** A loader that has joined. */
    private final class Member implements Members {

        private final FetchedPartitions fetched;
        private final GroupReading reading;
        private Set<TopicPartition> owned;

        Member(Set<TopicPartition> owned, int rows, long lastTransaction) {
            this.owned = owned;
            ReadTopics consumer = topics.again();
            KafkaClients clients =
                    new KafkaClients(MinimalSettings.with(Map.of("kafka.bootstrap-servers", "kafka:9092")));
            TopicLayout layout =
                    TopicLayout.read(consumer, new TopicNames("p", Map.of()), List.of(new TableName("public", "t")));
            BatchLimit limit = BatchLimit.of(rows);
            fetched = new FetchedPartitions(consumer, clients, limit, time);
            Shares shares = new Shares(MODEL, layout, new RecordKeys(topics::again, time));
            reading = new GroupReading(
                    shares,
                    () -> Map.copyOf(warehouse),
                    limit,
                    layout,
                    fetched,
                    this,
                    new TransactionNumber(lastTransaction));
            reading.resume();
        }

        /** Everything that can be loaded now. */
        List<ChangeBatch> batches() {
            List<ChangeBatch> batches = new ArrayList<>();
            int rounds = 0;
            while (rounds < 3) {
                assertThat(batches).as("what is loaded once").hasSizeLessThan(10);
                boolean hasCome = reading.isFetching() && fetched.fetch(Duration.ZERO);
                Optional<GroupStep> step = reading.next();
                step.ifPresent(found -> take(found, batches));
                rounds = hasCome || step.isPresent() ? 0 : rounds + 1;
            }
            return batches;
        }

        List<Checkpoint> checkpoints() {
            return batches().stream()
                    .flatMap(batch -> batch.checkpoint().stream())
                    .toList();
        }

        private void take(GroupStep step, List<ChangeBatch> into) {
            while (!step.isDone()) {
                ChangeBatch batch = step.take(reader);
                assertThat(batch.isEmpty()).as("rows that did not come").isFalse();
                batch.checkpoint().ifPresent(checkpoint -> load(checkpoint));
                into.add(batch);
            }
        }

        /** As the warehouse does: each partition moves on from where it stood. */
        private void load(Checkpoint checkpoint) {
            try {
                JsonNode moves = new ObjectMapper().readTree(checkpoint.resumeFrom());
                moves.properties()
                        .forEach(move -> warehouse.compute(move.getKey(), (partition, before) -> {
                            assertThat(before).isNotNull();
                            assertThat(move.getValue().path("from"))
                                    .hasToString(before == null ? "" : before.resumeFrom());
                            return new PartitionState(
                                    move.getValue().path("to").toString(),
                                    checkpoint.stamp().number());
                        }));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean poll(Duration patience) {
            return false;
        }

        @Override
        public Set<TopicPartition> owned() {
            return owned;
        }

        @Override
        public void close() {
            fetched.close();
        }
    }
}

package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.relay.Relay;
import io.cdcvault.relay.RelayedRecord;
import io.cdcvault.time.SetTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelayedPartitionsTest {

    private static final TopicPartition FIRST = new TopicPartition("p.public.t", 0);
    private static final TopicPartition SECOND = new TopicPartition("p.public.t", 1);
    private static final TopicPartition OTHER = new TopicPartition("p.public.other", 0);

    private final SetTime time = new SetTime();
    private final Relay relay = new Relay(1_000, 1_000_000, Duration.ZERO, time);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final RelayedPartitions relayed = new RelayedPartitions(relay, consumer, 10, time);
    private final Map<TopicPartition, PartitionQueue> queues = new HashMap<>();

    RelayedPartitionsTest() {
        consumer.assign(List.of(FIRST, SECOND));
        for (TopicPartition partition : List.of(FIRST, SECOND)) {
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.seek(partition, 0);
            queues.put(
                    partition,
                    new PartitionQueue(partition, 0, false, new ForeignRecords(topic -> {}, time), () -> true));
        }
        relay.opened();
        relay.reachedEnd();
        assertThat(relay.takeMissed()).isTrue();
    }

    @Test
    void batchThatBeginsAtTheNextOffsetIsTakenAndTheConsumerFollows() {
        relay.add(List.of(record(FIRST, 0), record(FIRST, 1), record(OTHER, 70), record(SECOND, 0)));

        assertThat(relayed.take(queues)).isTrue();
        relayed.follow();

        assertThat(offsets(FIRST)).containsExactly(0L, 1L);
        assertThat(offsets(SECOND)).containsExactly(0L);
        assertThat(consumer.position(FIRST)).isEqualTo(2);
        assertThat(relay.first()).isEmpty();
    }

    @Test
    void batchBehindAMarkerIsTakenIfItIsKnownToBeOne() {
        relay.add(List.of(record(FIRST, 0)));
        relay.add(List.of(afterMarker(FIRST, 2)));
        relay.add(List.of(record(FIRST, 4)));

        assertThat(relayed.take(queues)).isTrue();
        assertThat(relayed.take(queues)).isTrue();
        assertThat(relayed.take(queues)).isFalse();

        assertThat(offsets(FIRST)).containsExactly(0L, 2L);
    }

    @Test
    void batchBehindAHoleWaitsUntilTheConsumerHasPassedIt() {
        relay.add(List.of(record(SECOND, 0), record(FIRST, 3)));

        assertThat(relayed.take(queues)).isFalse();
        assertThat(offsets(SECOND)).isEmpty();
        assertThat(relayed.await(Duration.ofMillis(250))).contains(Duration.ofMillis(10));

        consumer.seek(FIRST, 3);
        assertThat(relayed.take(queues)).isTrue();
        assertThat(offsets(FIRST)).containsExactly(3L);
    }

    @Test
    void whatWasFetchedIsNotTakenASecondTime() {
        relay.add(List.of(record(FIRST, 0)));
        relay.add(List.of(afterMarker(FIRST, 2), record(FIRST, 3), record(SECOND, 0)));
        consumer.seek(FIRST, 3);

        assertThat(relayed.take(queues)).isTrue();

        assertThat(offsets(FIRST)).containsExactly(3L);
        assertThat(offsets(SECOND)).containsExactly(0L);
    }

    @Test
    void brokersAreAskedAtOnceWhenNothingIsPublishedHere() {
        relayed.fetched(queues.keySet(), true);
        relay.closed();

        assertThat(relayed.await(Duration.ofMillis(250))).contains(Duration.ofMillis(250));
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void brokersAreAskedSeldomWhileTheLoaderFollows() {
        relayed.fetched(queues.keySet(), true);

        assertThat(relayed.await(Duration.ofMillis(250))).isEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(relayed.await(Duration.ofMillis(250))).contains(Duration.ofMillis(5));
    }

    @Test
    void brokersAreAskedUntilWhatIsNotHandedOverHasCome() {
        relayed.fetched(queues.keySet(), true);
        relay.missed();

        assertThat(relayed.await(Duration.ofMillis(250))).contains(Duration.ofMillis(250));
        relayed.fetched(queues.keySet(), false);
        assertThat(relayed.await(Duration.ofMillis(250))).contains(Duration.ofMillis(250));
        assertThat(time.waits()).isEmpty();

        relayed.fetched(queues.keySet(), true);
        assertThat(relayed.await(Duration.ofMillis(250))).isEmpty();
    }

    /** Other programs write, transactions are aborted, batches are dropped, and the loader reads when it likes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyRecordIsTakenOnceAndInItsOrderHoweverItComes(long seed) {
        Random random = new Random(seed);
        Map<TopicPartition, List<Long>> readable =
                new HashMap<>(Map.of(FIRST, new ArrayList<>(), SECOND, new ArrayList<>()));
        Map<TopicPartition, Long> ends = new HashMap<>(Map.of(FIRST, 0L, SECOND, 0L));
        Map<TopicPartition, Long> lastOffsets = new HashMap<>();
        int taken = 0;
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(6)) {
                case 0 -> written(partition(random), 1 + random.nextInt(2), readable, ends);
                case 1 -> ends.merge(partition(random), 1L, Long::sum);
                case 2 -> fetch();
                case 3 -> taken += relayed.take(queues) ? 1 : 0;
                default -> publish(random, readable, ends, lastOffsets);
            }
        }
        while (relayed.take(queues)) {
            taken++;
        }
        fetch();

        assertThat(taken).isPositive();
        assertThat(offsets(FIRST)).isEqualTo(readable.get(FIRST));
        assertThat(offsets(SECOND)).isEqualTo(readable.get(SECOND));
    }

    private void publish(
            Random random,
            Map<TopicPartition, List<Long>> readable,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> lastOffsets) {
        List<RelayedRecord> batch = new ArrayList<>();
        for (TopicPartition partition : List.of(FIRST, SECOND)) {
            int records = random.nextInt(4);
            long from = ends.getOrDefault(partition, 0L);
            for (int i = 0; i < records; i++) {
                Long last = lastOffsets.get(partition);
                boolean isAfterMarker = i == 0 && last != null && from == last + 2;
                batch.add(isAfterMarker ? afterMarker(partition, from) : record(partition, from + i));
            }
            if (records > 0) {
                written(partition, records, readable, ends);
                lastOffsets.put(partition, from + records - 1);
                ends.merge(partition, 1L, Long::sum);
            }
        }
        if (random.nextInt(8) > 0 && !batch.isEmpty()) {
            relay.reachedEnd();
            relay.add(batch);
        }
    }

    private void written(
            TopicPartition partition,
            int records,
            Map<TopicPartition, List<Long>> readable,
            Map<TopicPartition, Long> ends) {
        for (int i = 0; i < records; i++) {
            long offset = ends.getOrDefault(partition, 0L);
            readable.getOrDefault(partition, new ArrayList<>()).add(offset);
            consumer.addRecord(fetched(partition, offset));
            ends.put(partition, offset + 1);
        }
    }

    private void fetch() {
        relayed.follow();
        consumer.poll(Duration.ZERO).forEach(record -> queue(new TopicPartition(record.topic(), record.partition()))
                .add(record));
        relayed.fetched(queues.keySet(), true);
    }

    private static TopicPartition partition(Random random) {
        return random.nextBoolean() ? FIRST : SECOND;
    }

    private List<Long> offsets(TopicPartition partition) {
        List<Long> offsets = new ArrayList<>();
        ConsumerRecord<byte[], byte[]> record;
        while ((record = queue(partition).take()) != null) {
            offsets.add(record.offset());
        }
        return offsets;
    }

    private PartitionQueue queue(TopicPartition partition) {
        PartitionQueue queue = queues.get(partition);
        if (queue == null) {
            throw new IllegalArgumentException("No queue of " + partition);
        }
        return queue;
    }

    private static RelayedRecord record(TopicPartition partition, long offset) {
        return relayed(partition, offset, false);
    }

    private static RelayedRecord afterMarker(TopicPartition partition, long offset) {
        return relayed(partition, offset, true);
    }

    private static RelayedRecord relayed(TopicPartition partition, long offset, boolean followsMarker) {
        ChangeRecord row = new ChangeRecord(
                ChangeRecord.Kind.ROW, partition.topic(), null, new byte[1], new TransactionStamp(1, 1), 1);
        return new RelayedRecord(partition, offset, row, new RecordHeaders(), followsMarker, 0);
    }

    private static ConsumerRecord<byte[], byte[]> fetched(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                1,
                null,
                new byte[1],
                new RecordHeaders(),
                Optional.empty());
    }
}

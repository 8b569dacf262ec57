package io.cdcvault.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.time.SetTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class RelayTest {

    private static final TopicPartition PARTITION = new TopicPartition("p.public.t", 0);

    private final SetTime time = new SetTime();
    private final Relay relay = new Relay(4, 1_000, Duration.ofSeconds(3), time);

    @Test
    void batchesAreTakenInTheirOrder() {
        relay.reachedEnd();
        relay.add(batch(0, 2));
        relay.add(batch(4, 1));

        assertThat(relay.first()).contains(batch(0, 2));
        relay.remove();
        assertThat(relay.first()).contains(batch(4, 1));
        relay.remove();
        assertThat(relay.first()).isEmpty();
    }

    @Test
    void nothingIsKeptForALoaderThatHasNotReachedTheEnd() {
        relay.add(batch(0, 2));

        assertThat(relay.first()).isEmpty();
        assertThat(relay.isWanted()).isFalse();
    }

    @Test
    void loaderThatTakesTooLongHasToReadTheTopics() {
        relay.reachedEnd();
        relay.add(batch(0, 4));

        relay.add(batch(4, 1));

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(3));
        assertThat(relay.first()).isEmpty();
        assertThat(relay.isWanted()).isFalse();
        assertThat(relay.takeMissed()).isTrue();
    }

    @Test
    void publisherThatIsInterruptedWhileItWaitsKeepsTheInterrupt() {
        relay.reachedEnd();
        relay.add(batch(0, 4));
        Thread.currentThread().interrupt();

        relay.add(batch(4, 1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(relay.first()).isEmpty();
    }

    @Test
    void loaderThatLeavesTakesNothingMore() {
        relay.reachedEnd();
        relay.add(batch(0, 2));

        relay.left();

        assertThat(relay.first()).isEmpty();
        assertThat(relay.isWanted()).isFalse();
    }

    @Test
    void loaderWaitsOnlyWhileSomethingMayCome() throws InterruptedException {
        relay.reachedEnd();

        assertThat(relay.await(Duration.ofSeconds(1))).isFalse();
        assertThat(time.waits()).isEmpty();

        relay.opened();
        assertThat(relay.takeMissed()).isTrue();
        assertThat(relay.await(Duration.ofSeconds(1))).isFalse();
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(1));

        relay.add(batch(0, 1));
        assertThat(relay.await(Duration.ofSeconds(1))).isTrue();
        assertThat(time.waits()).hasSize(1);
    }

    @Test
    void loaderDoesNotWaitWhenItHasToReadTheTopics() throws InterruptedException {
        relay.opened();
        relay.reachedEnd();

        assertThat(relay.takeMissed()).as("what was committed before").isTrue();
        relay.missed();
        assertThat(relay.await(Duration.ofSeconds(1))).isFalse();
        assertThat(time.waits()).isEmpty();
        assertThat(relay.takeMissed()).isTrue();
        assertThat(relay.takeMissed()).isFalse();
    }

    @Test
    void unconnectedRelayIsNeverWanted() {
        Relay unconnected = Relay.unconnected(time);
        unconnected.reachedEnd();

        assertThat(unconnected.isWanted()).isFalse();
    }

    private static List<RelayedRecord> batch(long from, int records) {
        return LongStream.range(from, from + records)
                .mapToObj(offset -> new RelayedRecord(PARTITION, offset, RECORD, HEADERS, false, 0))
                .toList();
    }

    private static final RecordHeaders HEADERS = new RecordHeaders();
    private static final ChangeRecord RECORD =
            new ChangeRecord(ChangeRecord.Kind.ROW, "p.public.t", null, new byte[10], new TransactionStamp(1, 1), 1);
}

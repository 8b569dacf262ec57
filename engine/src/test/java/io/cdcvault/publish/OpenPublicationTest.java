package io.cdcvault.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.publish.OpenPublication.Sent;
import io.cdcvault.relay.Relay;
import io.cdcvault.relay.RelayedRecord;
import io.cdcvault.time.SetTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class OpenPublicationTest {

    private final Relay relay = new Relay(5, 1_000_000, Duration.ZERO, new SetTime());
    private final OpenPublication publication = new OpenPublication(relay);

    @Test
    void recordsAreHandedOverWithTheirPlacesOnceTheyAreCommitted() {
        relay.reachedEnd();

        publish(0, 7, 8);

        assertThat(handedOver()).containsExactly("0@7", "0@8");
    }

    @Test
    void markerOfTheTransactionBeforeIsKnownAsSuch() {
        relay.reachedEnd();
        publish(0, 7, 8);
        publish(1, 3);
        publish(0, 10);
        publish(0, 13);

        assertThat(handedOver()).containsExactly("0@7", "0@8", "1@3", "0@10 after a marker", "0@13");
    }

    @Test
    void transactionBetweenWhoseRecordsAnotherProgramWroteIsNotHandedOver() {
        relay.reachedEnd();
        publish(0, 7, 9);
        assertThat(relay.takeMissed()).isTrue();
        publish(0, 11);

        assertThat(handedOver()).containsExactly("0@11");
        assertThat(relay.takeMissed()).isFalse();
    }

    @Test
    void transactionWhoseOffsetsTheBrokersDoNotGiveIsNotHandedOver() {
        relay.reachedEnd();
        publish(0, -1);

        assertThat(handedOver()).isEmpty();
    }

    @Test
    void transactionThatIsTooLargeIsNotHandedOver() {
        relay.reachedEnd();
        publish(0, 1, 2, 3, 4, 5, 6);
        assertThat(relay.takeMissed()).isTrue();
        publish(0, 8);

        assertThat(handedOver()).containsExactly("0@8");
    }

    @Test
    void nothingIsRememberedWhileNoLoaderWantsIt() {
        publication.begin();

        assertThat(publication.add(record(0), row())).isNull();
    }

    @Test
    void markerIsNotKnownOnceTransactionsWereNotFollowed() {
        relay.reachedEnd();
        publish(0, 7);
        relay.left();
        publish(0, 9);
        relay.reachedEnd();
        publish(0, 11);

        assertThat(handedOver()).containsExactly("0@11");
    }

    private void publish(int partition, long... offsets) {
        publication.begin();
        for (long offset : offsets) {
            Sent sent = publication.add(record(partition), row());
            if (sent != null) {
                sent.at(new RecordMetadata(new TopicPartition("t", partition), offset, 0, 0, 0, 0));
            }
        }
        publication.committed();
    }

    private List<String> handedOver() {
        List<String> all = new ArrayList<>();
        while (relay.first().isPresent()) {
            for (RelayedRecord record : relay.first().get()) {
                all.add(record.partition().partition() + "@" + record.offset()
                        + (record.followsMarker() ? " after a marker" : ""));
            }
            relay.remove();
        }
        return all;
    }

    private static ProducerRecord<byte[], byte[]> record(int partition) {
        return new ProducerRecord<>("t", partition, null, new byte[1]);
    }

    private static ChangeRecord row() {
        return new ChangeRecord(Kind.ROW, "t", null, new byte[1], new TransactionStamp(1, 1), 1);
    }
}

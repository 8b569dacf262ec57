package io.cdcvault.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.kafka.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TransactionContentsTest {

    private static final String TICKETS = "p.public.tickets";
    private static final String FLIGHTS = "p.public.flights";

    private final TransactionContents contents = new TransactionContents(topic -> topic.equals(TICKETS) ? 4 : 1);

    @Test
    void keysGoWhereKafkasOwnPartitionerPutsThem() {
        for (int i = 0; i < 100; i++) {
            String key = "{\"ticket_no\":\"" + i + "\"}";

            assertThat(contents.add(record(Kind.ROW, TICKETS, key)).partition())
                    .isEqualTo(BuiltInPartitioner.partitionForKey(bytes(key), 4));
        }
    }

    @Test
    void theEndTellsHowManyRecordsEachPartitionHolds() {
        int one = partition(contents.add(record(Kind.ROW, TICKETS, "a")));
        contents.add(record(Kind.ROW, TICKETS, "a"));
        contents.add(record(Kind.ROW, FLIGHTS, "b"));

        ProducerRecord<byte[], byte[]> end = contents.add(record(Kind.END, "p.transaction", null));

        assertThat(RecordHeaders.partitions(end.headers()))
                .isEqualTo(Map.of(new TopicPartition(TICKETS, one), 2L, new TopicPartition(FLIGHTS, 0), 1L));
        assertThat(RecordHeaders.truncated(end.headers())).isEmpty();
    }

    @Test
    void theEndTellsWhichTablesWereTruncated() {
        contents.add(record(Kind.TRUNCATE, TICKETS, null));

        ProducerRecord<byte[], byte[]> end = contents.add(record(Kind.END, "p.transaction", null));

        assertThat(RecordHeaders.truncated(end.headers())).containsExactly(TICKETS);
        assertThat(RecordHeaders.partitions(end.headers())).isEqualTo(Map.of(new TopicPartition(TICKETS, 0), 1L));
    }

    @Test
    void transactionsBeginAndEndInTheFirstPartitionHoweverManyTheTopicHas() {
        ProducerRecord<byte[], byte[]> begin = contents.add(record(Kind.BEGIN, "p.transaction", "b"));
        ProducerRecord<byte[], byte[]> end = contents.add(record(Kind.END, "p.transaction", "e"));

        assertThat(List.of(partition(begin), partition(end))).containsExactly(0, 0);
    }

    @Test
    void theNextTransactionBeginsWithNothing() {
        contents.add(record(Kind.TRUNCATE, TICKETS, null));
        contents.add(record(Kind.END, "p.transaction", null));

        ProducerRecord<byte[], byte[]> end = contents.add(record(Kind.END, "p.transaction", null));

        assertThat(RecordHeaders.partitions(end.headers())).isEmpty();
        assertThat(RecordHeaders.truncated(end.headers())).isEmpty();
    }

    private static int partition(ProducerRecord<byte[], byte[]> record) {
        Integer partition = record.partition();
        assertThat(partition).isNotNull();
        return partition;
    }

    private static ChangeRecord record(Kind kind, String topic, @Nullable String key) {
        return new ChangeRecord(
                kind, topic, key == null ? null : bytes(key), bytes("{}"), new TransactionStamp(1, 10), 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.cdcvault.feed.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A consumer of topics that a test writes: it reads what was written, in order, from where it stands. */
final class ReadTopics extends MockConsumer<byte[], byte[]> {

    static final TopicPartition TRANSACTIONS = new TopicPartition("p.transaction", 0);

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> written = new HashMap<>();
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private String rowKey = "{\"id\":1}";

    ReadTopics(TopicPartition... partitions) {
        super("none");
        create(TRANSACTIONS);
        for (TopicPartition partition : partitions) {
            create(partition);
        }
    }

    private void create(TopicPartition partition) {
        written.put(partition, new ArrayList<>());
        beginnings.put(partition, 0L);
    }

    /** Another consumer of the same topics. */
    ReadTopics again() {
        ReadTopics again = new ReadTopics();
        again.written.putAll(written);
        again.beginnings.putAll(beginnings);
        return again;
    }

    /** From now on. */
    void writeRowsWithoutKeys() {
        rowKey = "";
    }

    /** One transaction: its rows, and the END that counts them. */
    void write(long number, Map<TopicPartition, Integer> rows) {
        writeRows(number, rows);
        writeEnd(number, rows, "END", new RecordHeaders());
    }

    void writeRows(long number, Map<TopicPartition, Integer> rows) {
        int order = 0;
        for (Map.Entry<TopicPartition, Integer> part : rows.entrySet()) {
            for (int row = 0; row < part.getValue(); row++) {
                order++;
                append(
                        part.getKey(),
                        rowKey,
                        "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"schema\":\"public\",\"table\":\"t\"},"
                                + "\"transaction\":{\"total_order\":" + order + "}}",
                        stamped(number));
            }
        }
    }

    /** @param more headers of the END */
    void writeEnd(long number, Map<TopicPartition, Integer> rows, String kind, Headers more) {
        Map<TopicPartition, Long> counts = new HashMap<>();
        rows.forEach((partition, count) -> counts.put(partition, (long) count));
        ConsumerRecord<byte[], byte[]> end = WrittenTopics.end(0, number, counts);
        Headers headers = end.headers().remove("cdc-vault-kind").add("cdc-vault-kind", bytes(kind));
        more.forEach(headers::add);
        append(TRANSACTIONS, "", new String(end.value(), StandardCharsets.UTF_8), headers);
    }

    /** Retention takes all before this offset. */
    void loseBefore(TopicPartition partition, long offset) {
        beginnings.put(partition, offset);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        for (TopicPartition partition : assignment()) {
            if (!paused().contains(partition)) {
                records(partition).stream()
                        .filter(record -> record.offset() >= position(partition))
                        .forEach(this::addRecord);
            }
        }
        return super.poll(patience);
    }

    @Override
    public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> seek(partition, beginnings.getOrDefault(partition, 0L)));
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, beginnings.getOrDefault(partition, 0L)));
        return offsets;
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(
                partition -> offsets.put(partition, (long) records(partition).size()));
        return offsets;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
        return new HashMap<>();
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
        return written.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .map(partition ->
                        new PartitionInfo(topic, partition.partition(), Node.noNode(), new Node[0], new Node[0]))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition) {
        return written.getOrDefault(partition, List.of());
    }

    /** @param key none when it is blank */
    private void append(TopicPartition partition, String key, String value, Headers headers) {
        List<ConsumerRecord<byte[], byte[]>> records = written.get(partition);
        if (records == null) {
            throw new IllegalArgumentException("No " + partition);
        }
        records.add(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                records.size(),
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.isBlank() ? null : bytes(key),
                bytes(value),
                headers,
                Optional.empty()));
    }

    private static Headers stamped(long number) {
        return new RecordHeaders()
                .add("cdc-vault-transaction", bytes(Long.toString(number)))
                .add("cdc-vault-load-date", bytes(Long.toString(number * 10)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

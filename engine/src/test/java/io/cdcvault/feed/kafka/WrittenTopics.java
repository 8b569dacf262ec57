package io.cdcvault.feed.kafka;

import io.cdcvault.feed.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Topics that our capture and other programs wrote to.
 *
 * @param ours the rows of our transactions, as {@code transaction:order}
 */
record WrittenTopics(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> partitions, List<String> ours) {

    static final TopicPartition TRANSACTIONS = new TopicPartition("p.transaction", 0);
    static final TopicPartition FIRST = new TopicPartition("p.public.t", 0);
    static final TopicPartition SECOND = new TopicPartition("p.public.t", 1);

    /** A few transactions of a few rows. */
    static WrittenTopics random(Random random) {
        WrittenTopics topics = new WrittenTopics(
                Map.of(TRANSACTIONS, new ArrayList<>(), FIRST, new ArrayList<>(), SECOND, new ArrayList<>()),
                new ArrayList<>());
        int transactions = 1 + random.nextInt(8);
        for (int number = 1; number <= transactions; number++) {
            topics.write(number, random);
        }
        topics.disturb(TRANSACTIONS, random);
        return topics;
    }

    static ConsumerRecord<byte[], byte[]> end(long offset, long number, Map<TopicPartition, Long> counts) {
        Headers headers = stamped(number).add("cdc-vault-kind", bytes("END")).add("cdc-vault-events", bytes("1"));
        headers.add(
                "cdc-vault-partitions",
                bytes(counts.entrySet().stream()
                        .map(count -> count.getKey() + "=" + count.getValue())
                        .collect(Collectors.joining(","))));
        headers.add("cdc-vault-format", bytes("2"));
        return record(TRANSACTIONS, offset, bytes("{\"status\":\"END\",\"id\":\"7:" + number + "\"}"), headers);
    }

    private void write(int number, Random random) {
        Map<TopicPartition, Long> counts = new HashMap<>();
        int rows = random.nextInt(5);
        append(TRANSACTIONS, bytes("{\"status\":\"BEGIN\"}"), stamped(number).add("cdc-vault-kind", bytes("BEGIN")));
        for (int order = 1; order <= rows; order++) {
            TopicPartition partition = random.nextBoolean() ? FIRST : SECOND;
            disturb(partition, random);
            append(partition, row(order), stamped(number));
            counts.merge(partition, 1L, Long::sum);
            ours.add(number + ":" + order);
        }
        disturb(TRANSACTIONS, random);
        ConsumerRecord<byte[], byte[]> end = end(0, number, counts);
        append(TRANSACTIONS, end.value(), end.headers());
    }

    /** Other programs write, or not. */
    private void disturb(TopicPartition partition, Random random) {
        List<ConsumerRecord<byte[], byte[]>> records = records(partition);
        for (int i = random.nextInt(3); i > 0; i--) {
            Optional<ConsumerRecord<byte[], byte[]>> earlier =
                    records.isEmpty() ? Optional.empty() : Optional.of(records.get(random.nextInt(records.size())));
            disturb(partition, earlier, random);
        }
    }

    private void disturb(TopicPartition partition, Optional<ConsumerRecord<byte[], byte[]>> earlier, Random random) {
        byte[] value = earlier.map(ConsumerRecord::value).orElse(row(1));
        Headers headers = earlier.map(ConsumerRecord::headers).orElse(new RecordHeaders());
        Mutations mutations = new Mutations(random.nextLong());
        switch (random.nextInt(6)) {
            case 0 -> append(partition, bytes("hello"), new RecordHeaders());
            case 1 -> append(partition, null, new RecordHeaders());
            case 2 -> append(partition, value, headers);
            case 3 -> append(partition, mutations.mutated(bytes("{\"id\":\"1:2\"}")), spoiled(headers, mutations));
            case 4 -> append(partition, value, new RecordHeaders());
            default -> append(partition, value, numbered(headers, 1_000 + 2L * random.nextInt(1_000)));
        }
    }

    /** No header is as it was. */
    private static Headers spoiled(Headers headers, Mutations mutations) {
        Headers spoiled = new RecordHeaders();
        for (Header header : headers) {
            spoiled.add(header.key(), header.value() == null ? null : mutations.mutated(bytes("x" + header.key())));
        }
        return spoiled;
    }

    /** Another transaction's. */
    private static Headers numbered(Headers headers, long number) {
        Headers numbered = stamped(number);
        for (Header header : headers) {
            if (numbered.lastHeader(header.key()) == null) {
                numbered.add(header);
            }
        }
        return numbered;
    }

    /** In the order of offsets. */
    List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition) {
        return Objects.requireNonNull(partitions.get(partition));
    }

    private void append(TopicPartition partition, byte @Nullable [] value, Headers headers) {
        List<ConsumerRecord<byte[], byte[]>> records = records(partition);
        records.add(record(partition, records.size(), value, headers));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value,
                headers,
                Optional.empty());
    }

    private static byte[] row(int order) {
        return bytes("{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"schema\":\"public\",\"table\":\"t\"},"
                + "\"transaction\":{\"total_order\":" + order + "}}");
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

package io.cdcvault.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.Envelope;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.kafka.KafkaFeed;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.kafka.Topics;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.publish.KafkaChangeLog;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loader that is handed what its process publishes, and one that reads the topics, with a real broker. */
@ExtendWith(LocalStackExtension.class)
final class RelayIT {

    private static final List<TableName> TABLES = List.of(new TableName("public", "a"), new TableName("public", "b"));
    private static final int MOST_RECORDS = 60;

    private final Time time = Time.system();
    private final Relay relay = new Relay(MOST_RECORDS, 1 << 20, Duration.ofMillis(1), time);
    private final LocalStack stack;
    private int handedOver;
    private long number;

    RelayIT(LocalStack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void loaderIsHandedWhatAReaderOfTheTopicsReads(long seed) throws Exception {
        Settings settings = settings(seed);
        try (Admin admin = new KafkaClients(settings).admin()) {
            new Topics(settings).createMissing(admin, TABLES);
        }
        List<String> handed;
        try (KafkaProducer<byte[], byte[]> other = otherProducer()) {
            KafkaChangeLog log = opened(settings);
            try (Reading reading = reading(settings, relay)) {
                Random random = new Random(seed);
                for (int step = 0; step < 120; step++) {
                    switch (random.nextInt(12)) {
                        case 0 -> writeBetween(other, settings, random);
                        case 1 -> log = interrupted(log, settings, random);
                        case 2 -> publish(log, settings, random, MOST_RECORDS + 1);
                        case 3, 4, 5, 6 -> publish(log, settings, random, random.nextInt(6));
                        default -> reading.poll();
                    }
                }
                handed = reading.upTo(number);
            } finally {
                log.close();
            }
        }
        List<String> read;
        try (Reading reading = reading(settings, Relay.unconnected(time))) {
            read = reading.upTo(number);
        }

        assertThat(handed).isEqualTo(read);
        assertThat(handedOver).as("rows that were not read from the topics").isPositive();
        assertThat(read).anyMatch(row -> row.contains("FOREIGN"));
    }

    private KafkaChangeLog opened(Settings settings) {
        KafkaChangeLog log =
                new KafkaChangeLog(new KafkaClients(settings), TopicNames.of(settings), settings.name(), relay, time);
        log.open();
        return log;
    }

    /** One transaction, most of them in one Kafka transaction with the next. */
    private void publish(KafkaChangeLog log, Settings settings, Random random, int rows) {
        for (int transactions = 1 + random.nextInt(2); transactions > 0; transactions--) {
            number++;
            log.append(metadata(Kind.BEGIN, settings));
            for (int order = 1; order <= rows; order++) {
                log.append(row(settings, random, order));
            }
            log.append(metadata(Kind.END, settings));
        }
        log.commit(new CapturePosition(Map.of("lsn", number), stamp(), number, new Lsn(number)));
    }

    /** What is aborted leaves a hole in the offsets. */
    private KafkaChangeLog interrupted(KafkaChangeLog log, Settings settings, Random random) {
        number++;
        log.append(metadata(Kind.BEGIN, settings));
        log.append(row(settings, random, 1));
        number--;
        log.close();
        return opened(settings);
    }

    private static void writeBetween(KafkaProducer<byte[], byte[]> other, Settings settings, Random random)
            throws ExecutionException, InterruptedException {
        String topic = TopicNames.of(settings).table(TABLES.get(random.nextInt(TABLES.size())));
        other.send(new ProducerRecord<>(topic, random.nextInt(2), null, bytes("hello")))
                .get();
    }

    private Reading reading(Settings settings, Relay from) {
        return new Reading(
                new KafkaFeed(
                        new KafkaClients(settings),
                        TopicNames.of(settings),
                        TABLES,
                        false,
                        Optional.empty(),
                        from,
                        BatchLimit.of(1_000),
                        time),
                new ArrayList<>());
    }

    /** A feed, and what it has given. */
    private static final class Reading implements AutoCloseable {

        private final KafkaFeed feed;
        private final List<String> rows;
        private long reached;

        Reading(KafkaFeed feed, List<String> rows) {
            this.feed = feed;
            this.rows = rows;
        }

        void poll() {
            ChangeBatch batch = feed.poll(Duration.ofMillis(50));
            for (RowChange row : batch.changes()) {
                rows.add(row.origin().place() + " " + row.stamp().number() + " " + row.commitLsn() + " " + row.order()
                        + " " + row.operation() + " " + row.image() + " "
                        + new String(row.origin().envelope(), StandardCharsets.UTF_8));
            }
            batch.checkpoint()
                    .ifPresent(
                            checkpoint -> reached = checkpoint.stamp().number().value());
        }

        /** Table by table: which of a transaction's tables comes first is left to chance. */
        List<String> upTo(long last) {
            Await.until("transaction " + last, Duration.ofSeconds(60), () -> {
                poll();
                return reached >= last;
            });
            rows.sort(Comparator.comparing(row -> row.substring(0, row.indexOf('-'))));
            return rows;
        }

        @Override
        public void close() {
            feed.close();
        }
    }

    private TransactionStamp stamp() {
        return new TransactionStamp(number, number * 10);
    }

    private ChangeRecord metadata(Kind kind, Settings settings) {
        byte[] value = bytes("{\"status\":\"" + kind + "\",\"id\":\"7:" + number + "\"}");
        return new ChangeRecord(
                kind, TopicNames.of(settings).transactions(), null, Envelope.of(value), stamp(), number, null, null);
    }

    private ChangeRecord row(Settings settings, Random random, int order) {
        TableName table = TABLES.get(random.nextInt(TABLES.size()));
        String key = "{\"id\":" + random.nextInt(20) + "}";
        byte[] value = bytes("{\"op\":\"c\",\"after\":" + key + ",\"source\":{\"schema\":\"public\",\"table\":\""
                + table.table() + "\"},\"transaction\":{\"total_order\":" + order + "}}");
        return new ChangeRecord(
                Kind.ROW,
                TopicNames.of(settings).table(table),
                bytes(key),
                new Captured(value),
                stamp(),
                number,
                null,
                null);
    }

    /** Counts what is read of it without its having been fetched. */
    private final class Captured implements Envelope {

        private final byte[] json;

        Captured(byte[] json) {
            this.json = json;
        }

        @Override
        public byte[] json() {
            return json;
        }

        @Override
        public Envelope written() {
            return this;
        }

        @Override
        public long size() {
            return json.length;
        }

        @Override
        public Optional<RowChange> row(Origin origin, TransactionStamp stamp, Optional<Lsn> commitLsn) {
            handedOver++;
            try {
                return Optional.of(new EnvelopeReader().read(origin, stamp, commitLsn));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private KafkaProducer<byte[], byte[]> otherProducer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.broker().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private Settings settings(long seed) {
        return MinimalSettings.with(Map.of(
                "topic-prefix",
                "relay" + seed,
                "kafka.partitions",
                "2",
                "kafka.bootstrap-servers",
                stack.broker().bootstrapServers()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

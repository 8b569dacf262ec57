package io.cdcvault.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients set up for this installation; the user's own client properties go under ours. */
public final class KafkaClients {

    private static final int LARGEST_RECORD = 64 * 1024 * 1024;
    private static final long SMALLEST_BUFFER = 32L * 1024 * 1024;

    private final Settings settings;
    private final Optional<ClientMeters> meters;

    public KafkaClients(Settings settings) {
        this(settings, Optional.empty());
    }

    /** @param meters for the clients that live as long as their work */
    public KafkaClients(Settings settings, ClientMeters meters) {
        this(settings, Optional.of(meters));
    }

    private KafkaClients(Settings settings, Optional<ClientMeters> meters) {
        this.settings = settings;
        this.meters = meters;
    }

    public Admin admin() {
        Map<String, Object> properties = common("admin");
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return created(() -> Admin.create(properties));
    }

    /** Reads committed records only, and commits no offsets by itself. */
    public KafkaConsumer<byte[], byte[]> consumer(String role) {
        Map<String, Object> properties = common(role);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A position that retention has overtaken is a loss to report, never to skip over.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
        KafkaConsumer<byte[], byte[]> consumer = created(
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        meters.ifPresent(all -> all.bind(role, consumer));
        return consumer;
    }

    /** Takes part in the group of this installation's loaders, and reads nothing. */
    public KafkaConsumer<byte[], byte[]> groupMember() {
        Map<String, Object> properties = common("member");
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId());
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // Who keeps a partition continues with it while the others are shared out again.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        // Between two polls lies a batch, and a large transaction takes its time.
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 1_800_000);
        return created(() -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** A record of a topic that another program wrote was skipped. */
    public void countForeign(String topic) {
        meters.ifPresent(all -> all.countForeign(topic));
    }

    /** Lines for an administrator, about the same brokers. */
    public KafkaCommands commands() {
        return new KafkaCommands(settings);
    }

    /** The group of this installation's loaders. */
    public String groupId() {
        return "cdc-vault-" + settings.name();
    }

    /** What this installation's producers go by. */
    public String transactionalId() {
        return "cdc-vault." + settings.topicPrefix();
    }

    /** One producer at a time: a second one with the same prefix fences the first. */
    public KafkaProducer<byte[], byte[]> transactionalProducer() {
        Map<String, Object> properties = common("publisher");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId());
        properties.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(transactionTimeout().toMillis()));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largestRecord(settings.kafka()));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferMemory());
        KafkaProducer<byte[], byte[]> producer =
                created(() -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
        meters.ifPresent(all -> all.bind("publisher", producer));
        return producer;
    }

    /**
     * The brokers.
     *
     * @throws CdcVaultException when none are configured
     */
    public static String bootstrapServers(Settings settings) {
        return settings.kafka()
                .bootstrapServers()
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "No Kafka is configured, so there are no topics: set kafka.bootstrap-servers to have them"));
    }

    /**
     * How long a Kafka transaction may stay open before the brokers abort it. A source transaction is one Kafka
     * transaction however long it takes, so this is what brokers allow by default, or what the user has set.
     */
    public Duration transactionTimeout() {
        String millis = settings.kafka().properties().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        try {
            return millis == null ? Duration.ofMinutes(15) : Duration.ofMillis(Integer.parseInt(millis.strip()));
        } catch (NumberFormatException e) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "kafka.properties." + ProducerConfig.TRANSACTION_TIMEOUT_CONFIG + " is not a number: " + millis,
                    e);
        }
    }

    /** The largest record that is published, in bytes. */
    static int largestRecord(Settings.Kafka kafka) {
        String bytes = kafka.properties().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return bytes == null
                ? LARGEST_RECORD
                : Math.toIntExact(number(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, bytes, Integer.MAX_VALUE));
    }

    public RecordSizes recordSizes() {
        return new RecordSizes(largestRecord(settings.kafka()));
    }

    /** The producer refuses a record that is larger than its buffer. */
    private long bufferMemory() {
        String bytes = settings.kafka().properties().get(ProducerConfig.BUFFER_MEMORY_CONFIG);
        long wanted =
                bytes == null ? SMALLEST_BUFFER : number(ProducerConfig.BUFFER_MEMORY_CONFIG, bytes, Long.MAX_VALUE);
        return Math.max(wanted, largestRecord(settings.kafka()));
    }

    private static long number(String property, String text, long largest) {
        try {
            long number = Long.parseLong(text.strip());
            if (number > 0 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new CdcVaultException(
                FailureKind.CONFIGURATION_INVALID,
                "kafka.properties." + property + " is not a number from 1 to " + largest + ": " + text);
    }

    /** Clients refuse properties only when they are created, and ask the name server at once. */
    private static <T> T created(Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConfigException refused) {
                    throw refused(refused);
                }
            }
            throw e;
        }
    }

    private static CdcVaultException refused(ConfigException refused) {
        String reason = String.valueOf(refused.getMessage());
        return reason.contains("resolvable")
                ? new CdcVaultException(FailureKind.KAFKA_UNREACHABLE, "Cannot connect to Kafka: " + reason, refused)
                : new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "Kafka's client refuses the settings under `kafka`: " + reason,
                        refused);
    }

    private Map<String, Object> common(String role) {
        Map<String, Object> properties = new HashMap<>(settings.kafka().properties());
        properties.putAll(new KafkaLogin(settings.kafka()).properties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(settings));
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "cdc-vault-" + settings.name() + "-" + role);
        return properties;
    }
}

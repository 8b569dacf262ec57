package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.HeldBack;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeLogDirsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** The topics of a prefix as they stand. */
public final class TopicList {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final TopicNames names;

    public TopicList(Settings settings) {
        this.settings = settings;
        this.names = TopicNames.of(settings);
    }

    /**
     * By name; none when nothing was published yet.
     *
     * @throws CdcVaultException when the brokers do not answer
     */
    public List<TopicState> read() {
        BrokerSockets.requireListener(KafkaClients.bootstrapServers(settings), CONNECT_PATIENCE);
        try (Admin admin = new KafkaClients(settings).admin()) {
            return read(admin, Math.toIntExact(PATIENCE.toMillis()));
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    private List<TopicState> read(Admin admin, int millis) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = partitions(admin, millis);
        Map<TopicPartition, ListOffsetsResultInfo> beginnings =
                offsets(admin, partitions, OffsetSpec.earliest(), millis);
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, partitions, OffsetSpec.latest(), millis);
        Map<TopicPartition, HeldBack> heldBack = heldBack(admin, ends, millis);
        Map<TopicPartition, Long> bytes = bytesIfAllowed(admin, millis);
        Map<String, List<TopicState.Partition>> topics = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            topics.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                    .add(new TopicState.Partition(
                            partition.partition(),
                            offset(beginnings, partition),
                            offset(ends, partition),
                            bytes.containsKey(partition)
                                    ? OptionalLong.of(bytes.getOrDefault(partition, 0L))
                                    : OptionalLong.empty(),
                            Optional.ofNullable(heldBack.get(partition))));
        }
        return topics.entrySet().stream()
                .map(topic -> new TopicState(topic.getKey(), topic.getValue()))
                .toList();
    }

    private List<TopicPartition> partitions(Admin admin, int millis) throws ExecutionException, InterruptedException {
        List<String> topics = admin.listTopics(new ListTopicsOptions().timeoutMs(millis)).names().get().stream()
                .filter(topic -> topic.startsWith(names.prefix() + "."))
                .toList();
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(millis))
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        return partitions;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec, int millis)
            throws ExecutionException, InterruptedException {
        return offsets(admin, partitions, spec, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED), millis);
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec, ListOffsetsOptions options, int millis)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        return admin.listOffsets(wanted, options.timeoutMs(millis)).all().get();
    }

    /** What transactions of other programs hide; our own shows itself within moments. */
    private Map<TopicPartition, HeldBack> heldBack(
            Admin admin, Map<TopicPartition, ListOffsetsResultInfo> ends, int millis)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, ListOffsetsResultInfo> written =
                offsets(admin, ends.keySet(), OffsetSpec.latest(), new ListOffsetsOptions(), millis);
        Map<TopicPartition, HeldBack> heldBack = new HashMap<>();
        for (TopicPartition partition : ends.keySet()) {
            if (offset(written, partition) > offset(ends, partition)) {
                HeldBack.find(admin, partition, new KafkaClients(settings).transactionalId())
                        .ifPresent(held -> heldBack.put(partition, held));
            }
        }
        return heldBack;
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResultInfo offset = offsets.get(partition);
        return offset == null ? 0 : offset.offset();
    }

    /**
     * Brokers show sizes to those who may describe the whole cluster; the service needs no such right, and may lack it.
     */
    private static Map<TopicPartition, Long> bytesIfAllowed(Admin admin, int millis)
            throws ExecutionException, InterruptedException {
        try {
            return bytes(admin, millis);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterAuthorizationException) {
                return Map.of();
            }
            throw e;
        }
    }

    /** All replicas together. */
    private static Map<TopicPartition, Long> bytes(Admin admin, int millis)
            throws ExecutionException, InterruptedException {
        List<Integer> brokers =
                admin.describeCluster(new DescribeClusterOptions().timeoutMs(millis)).nodes().get().stream()
                        .map(Node::id)
                        .toList();
        Map<TopicPartition, Long> bytes = new HashMap<>();
        admin
                .describeLogDirs(brokers, new DescribeLogDirsOptions().timeoutMs(millis))
                .allDescriptions()
                .get()
                .values()
                .stream()
                .flatMap(directories -> directories.values().stream())
                .map(LogDirDescription::replicaInfos)
                .forEach(replicas ->
                        replicas.forEach((partition, replica) -> bytes.merge(partition, replica.size(), Long::sum)));
        return bytes;
    }

    private CdcVaultException failure(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new CdcVaultException(
                    FailureKind.KAFKA_UNREACHABLE,
                    "No Kafka broker of " + KafkaClients.bootstrapServers(settings) + " answered within "
                            + PATIENCE.toSeconds() + " s",
                    cause);
        }
        return KafkaFailures.failure("list the topics of prefix " + names.prefix(), cause);
    }
}

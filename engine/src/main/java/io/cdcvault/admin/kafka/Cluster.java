package io.cdcvault.admin.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.settings.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reads the cluster over one client that is made at the first question. Thread-safe. */
public final class Cluster implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final Settings settings;
    private @Nullable Admin client;

    public Cluster(Settings settings) {
        this.settings = settings;
    }

    String id() {
        return answer(client().describeCluster().clusterId());
    }

    Node controller() {
        return answer(client().describeCluster().controller());
    }

    Collection<Node> brokers() {
        return answer(client().describeCluster().nodes());
    }

    List<TopicDescription> topics() {
        Collection<String> names = answer(
                client().listTopics(new ListTopicsOptions().listInternal(true)).names());
        return answer(client().describeTopics(names).allTopicNames()).values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /** @throws NoSuchElementException when there is no such topic */
    TopicDescription topic(String name) {
        Map<String, TopicDescription> found =
                answer(client().describeTopics(List.of(name)).allTopicNames());
        return required(found.get(name), "topic " + name);
    }

    Config config(ConfigResource.Type type, String name) {
        ConfigResource resource = new ConfigResource(type, name);
        return required(
                answer(client().describeConfigs(List.of(resource)).all()).get(resource), "resource " + name);
    }

    List<ConsumerGroupDescription> groups() {
        List<String> names = answer(client().listGroups(ListGroupsOptions.forConsumerGroups())
                        .all())
                .stream()
                .map(GroupListing::groupId)
                .sorted()
                .toList();
        Map<String, ConsumerGroupDescription> found =
                answer(client().describeConsumerGroups(names).all());
        return names.stream()
                .map(name -> required(found.get(name), "group " + name))
                .toList();
    }

    /** @throws NoSuchElementException when there is no such group */
    ConsumerGroupDescription group(String name) {
        return required(
                answer(client().describeConsumerGroups(List.of(name)).all()).get(name), "group " + name);
    }

    /** What a group has committed. */
    Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return answer(client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return answer(client().listOffsets(partitions.stream()
                                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close(java.time.Duration.ofSeconds(1));
        }
    }

    private synchronized Admin client() {
        if (client == null) {
            client = new KafkaClients(settings).admin();
        }
        return client;
    }

    private static <T> T required(@Nullable T found, String what) {
        if (found == null) {
            throw new NoSuchElementException("There is no " + what);
        }
        return found;
    }

    private static <T> T answer(KafkaFuture<T> asked) {
        try {
            return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof GroupIdNotFoundException) {
                throw new NoSuchElementException(cause.getMessage(), cause);
            }
            throw unreachable(cause);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private static CdcVaultException unreachable(Throwable cause) {
        return new CdcVaultException(FailureKind.KAFKA_UNREACHABLE, "The brokers do not answer", cause);
    }
}

package io.cdcvault.admin.kafka;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Answers as the Kafka REST proxy does. Every method throws {@link NoSuchElementException} for what does not exist and
 * {@link io.cdcvault.failure.CdcVaultException} when the brokers do not answer.
 */
public final class KafkaRest {

    private final Cluster cluster;
    private final String root;

    /** @param root the server's address as the client knows it, without a slash at its end */
    public KafkaRest(Cluster cluster, String root) {
        this.cluster = cluster;
        this.root = root;
    }

    public Map<String, @Nullable Object> clusters() {
        TopicResources resources = resources(cluster.id());
        return Resource.list(
                root, "KafkaClusterList", "/v3/clusters", List.of(resources.cluster(cluster.controller())));
    }

    public Map<String, @Nullable Object> cluster(String id) {
        return of(id).cluster(cluster.controller());
    }

    public Map<String, @Nullable Object> brokers(String id) {
        TopicResources resources = of(id);
        return resources.list(
                "KafkaBrokerList",
                "/brokers",
                cluster.brokers().stream().map(resources::broker).toList());
    }

    public Map<String, @Nullable Object> broker(String id, String broker) {
        return of(id).broker(node(broker));
    }

    public Map<String, @Nullable Object> brokerConfigs(String id, String broker) {
        String below = "/brokers/" + node(broker).id() + "/configs";
        TopicResources resources = of(id);
        return resources.list(
                "KafkaBrokerConfigList",
                below,
                resources.configs(
                        "KafkaBrokerConfig",
                        below,
                        "broker_id",
                        node(broker).id(),
                        cluster.config(ConfigResource.Type.BROKER, broker)));
    }

    public Map<String, @Nullable Object> topics(String id) {
        TopicResources resources = of(id);
        return resources.list(
                "KafkaTopicList",
                "/topics",
                cluster.topics().stream().map(resources::topic).toList());
    }

    public Map<String, @Nullable Object> topic(String id, String topic) {
        return of(id).topic(cluster.topic(topic));
    }

    public Map<String, @Nullable Object> topicConfigs(String id, String topic) {
        String below = "/topics/" + topic + "/configs";
        TopicResources resources = of(id);
        return resources.list(
                "KafkaTopicConfigList",
                below,
                resources.configs(
                        "KafkaTopicConfig",
                        below,
                        "topic_name",
                        topic,
                        cluster.config(
                                ConfigResource.Type.TOPIC, cluster.topic(topic).name())));
    }

    public Map<String, @Nullable Object> partitions(String id, String topic) {
        TopicResources resources = of(id);
        return resources.list(
                "KafkaPartitionList",
                "/topics/" + topic + "/partitions",
                cluster.topic(topic).partitions().stream()
                        .map(partition -> resources.partition(topic, partition))
                        .toList());
    }

    public Map<String, @Nullable Object> partition(String id, String topic, String partition) {
        return of(id).partition(topic, partition(cluster.topic(topic), partition));
    }

    public Map<String, @Nullable Object> replicas(String id, String topic, String partition) {
        TopicResources resources = of(id);
        TopicPartitionInfo found = partition(cluster.topic(topic), partition);
        return resources.list(
                "KafkaReplicaList",
                "/topics/" + topic + "/partitions/" + partition + "/replicas",
                found.replicas().stream()
                        .map(replica -> resources.replica(topic, found, replica))
                        .toList());
    }

    public Map<String, @Nullable Object> groups(String id) {
        GroupResources resources = groupsOf(id);
        return resources.list(
                "KafkaConsumerGroupList",
                "/v3/clusters/" + id + "/consumer-groups",
                cluster.groups().stream().map(resources::group).toList());
    }

    public Map<String, @Nullable Object> group(String id, String group) {
        return groupsOf(id).group(cluster.group(group));
    }

    public Map<String, @Nullable Object> consumers(String id, String group) {
        GroupResources resources = groupsOf(id);
        return resources.list(
                "KafkaConsumerList",
                resources.path(group) + "/consumers",
                cluster.group(group).members().stream()
                        .map(member -> resources.consumer(group, member))
                        .toList());
    }

    public Map<String, @Nullable Object> lags(String id, String group) {
        GroupResources resources = groupsOf(id);
        return resources.list(
                "KafkaConsumerLagList",
                resources.path(group) + "/lags",
                lags(group).stream().map(lag -> resources.lag(group, lag)).toList());
    }

    public Map<String, @Nullable Object> lagSummary(String id, String group) {
        return groupsOf(id).summary(group, lags(group));
    }

    private List<GroupResources.Lag> lags(String name) {
        ConsumerGroupDescription group = cluster.group(name);
        var committed = cluster.committed(name);
        var ends = cluster.ends(committed.keySet());
        return committed.entrySet().stream()
                .map(entry -> new GroupResources.Lag(
                        entry.getKey(),
                        entry.getValue().offset(),
                        ends.getOrDefault(entry.getKey(), entry.getValue().offset()),
                        group.members().stream()
                                .filter(member ->
                                        member.assignment().topicPartitions().contains(entry.getKey()))
                                .findFirst()))
                .toList();
    }

    private TopicResources of(String id) {
        requireCluster(id);
        return resources(id);
    }

    private GroupResources groupsOf(String id) {
        requireCluster(id);
        return new GroupResources(root, id);
    }

    private TopicResources resources(String id) {
        return new TopicResources(root, id);
    }

    private void requireCluster(String id) {
        if (!cluster.id().equals(id)) {
            throw new NoSuchElementException("Cluster " + id + " cannot be found");
        }
    }

    private Node node(String broker) {
        return cluster.brokers().stream()
                .filter(node -> node.idString().equals(broker))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("There is no broker " + broker));
    }

    private static TopicPartitionInfo partition(TopicDescription topic, String number) {
        return topic.partitions().stream()
                .filter(partition -> Integer.toString(partition.partition()).equals(number))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(topic.name() + " has no partition " + number));
    }
}

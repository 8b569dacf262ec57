package io.cdcvault.admin.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** Brokers, topics, partitions, replicas and their configuration, in the proxy's shapes. */
final class TopicResources {

    private final String root;
    private final String cluster;

    TopicResources(String root, String cluster) {
        this.root = root;
        this.cluster = cluster;
    }

    String path() {
        return "/v3/clusters/" + cluster;
    }

    Map<String, @Nullable Object> list(String kind, String below, List<Map<String, @Nullable Object>> data) {
        return Resource.list(root, kind, path() + below, data);
    }

    Map<String, @Nullable Object> cluster(Node controller) {
        return Resource.of(root, "KafkaCluster", path())
                .with("cluster_id", cluster)
                .related("controller", path() + "/brokers/" + controller.id())
                .related("brokers", path() + "/brokers")
                .related("consumer_groups", path() + "/consumer-groups")
                .related("topics", path() + "/topics")
                .fields();
    }

    Map<String, @Nullable Object> broker(Node broker) {
        String path = path() + "/brokers/" + broker.id();
        return Resource.of(root, "KafkaBroker", path)
                .with("cluster_id", cluster)
                .with("broker_id", broker.id())
                .with("host", broker.host())
                .with("port", broker.port())
                .with("rack", broker.rack())
                .related("configs", path + "/configs")
                .fields();
    }

    Map<String, @Nullable Object> topic(TopicDescription topic) {
        String path = path() + "/topics/" + topic.name();
        return Resource.of(root, "KafkaTopic", path)
                .with("cluster_id", cluster)
                .with("topic_name", topic.name())
                .with("is_internal", topic.isInternal())
                .with(
                        "replication_factor",
                        topic.partitions().stream()
                                .mapToInt(partition -> partition.replicas().size())
                                .max()
                                .orElse(0))
                .with("partitions_count", topic.partitions().size())
                .related("partitions", path + "/partitions")
                .related("configs", path + "/configs")
                .fields();
    }

    Map<String, @Nullable Object> partition(String topic, TopicPartitionInfo partition) {
        String path = path() + "/topics/" + topic + "/partitions/" + partition.partition();
        Resource resource = Resource.of(root, "KafkaPartition", path)
                .with("cluster_id", cluster)
                .with("topic_name", topic)
                .with("partition_id", partition.partition());
        // A partition without a leader has no such link.
        Optional.ofNullable(partition.leader())
                .ifPresent(leader -> resource.related("leader", path + "/replicas/" + leader.id()));
        return resource.related("replicas", path + "/replicas").fields();
    }

    Map<String, @Nullable Object> replica(String topic, TopicPartitionInfo partition, Node replica) {
        String path =
                path() + "/topics/" + topic + "/partitions/" + partition.partition() + "/replicas/" + replica.id();
        Node leader = partition.leader();
        return Resource.of(root, "KafkaReplica", path)
                .with("cluster_id", cluster)
                .with("topic_name", topic)
                .with("partition_id", partition.partition())
                .with("broker_id", replica.id())
                .with("is_leader", leader != null && leader.id() == replica.id())
                .with("is_in_sync", partition.isr().stream().anyMatch(inSync -> inSync.id() == replica.id()))
                .related("broker", path() + "/brokers/" + replica.id())
                .fields();
    }

    /** @param owner the field that names whose configuration it is */
    List<Map<String, @Nullable Object>> configs(String kind, String below, String owner, Object name, Config config) {
        return config.entries().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .map(entry -> config(kind, below, owner, name, entry))
                .toList();
    }

    private Map<String, @Nullable Object> config(
            String kind, String below, String owner, Object name, ConfigEntry entry) {
        return Resource.of(root, kind, path() + below + "/" + entry.name())
                .with("cluster_id", cluster)
                .with(owner, name)
                .with("name", entry.name())
                .with("value", entry.isSensitive() ? null : entry.value())
                .with("is_default", entry.isDefault())
                .with("is_read_only", entry.isReadOnly())
                .with("is_sensitive", entry.isSensitive())
                .with("source", entry.source().name())
                .with("synonyms", List.of())
                .fields();
    }
}

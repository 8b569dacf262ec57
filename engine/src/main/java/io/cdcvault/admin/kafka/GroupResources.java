package io.cdcvault.admin.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Consumer groups, their members and how far they are behind, in the proxy's shapes. */
final class GroupResources {

    private final String root;
    private final String cluster;

    GroupResources(String root, String cluster) {
        this.root = root;
        this.cluster = cluster;
    }

    /** How far a group is behind in one partition, and which member reads it. */
    record Lag(TopicPartition partition, long current, long end, Optional<MemberDescription> reader) {

        long behind() {
            return Math.max(0, end - current);
        }
    }

    String path(String group) {
        return "/v3/clusters/" + cluster + "/consumer-groups/" + group;
    }

    Map<String, @Nullable Object> list(String kind, String path, List<Map<String, @Nullable Object>> data) {
        return Resource.list(root, kind, path, data);
    }

    Map<String, @Nullable Object> group(ConsumerGroupDescription group) {
        String path = path(group.groupId());
        return Resource.of(root, "KafkaConsumerGroup", path)
                .with("cluster_id", cluster)
                .with("consumer_group_id", group.groupId())
                .with("is_simple", group.isSimpleConsumerGroup())
                .with("partition_assignor", group.partitionAssignor())
                .with("state", group.groupState().name())
                .related(
                        "coordinator",
                        "/v3/clusters/" + cluster + "/brokers/"
                                + group.coordinator().id())
                .related("consumers", path + "/consumers")
                .related("lag_summary", path + "/lag-summary")
                .fields();
    }

    Map<String, @Nullable Object> consumer(String group, MemberDescription member) {
        return Resource.of(root, "KafkaConsumer", path(group) + "/consumers/" + member.consumerId())
                .with("cluster_id", cluster)
                .with("consumer_group_id", group)
                .with("consumer_id", member.consumerId())
                .with("instance_id", member.groupInstanceId().orElse(null))
                .with("client_id", member.clientId())
                .fields();
    }

    Map<String, @Nullable Object> lag(String group, Lag lag) {
        String path = path(group) + "/lags/" + lag.partition().topic() + "/partitions/"
                + lag.partition().partition();
        return Resource.of(root, "KafkaConsumerLag", path)
                .with("cluster_id", cluster)
                .with("consumer_group_id", group)
                .with("topic_name", lag.partition().topic())
                .with("partition_id", lag.partition().partition())
                .with("current_offset", lag.current())
                .with("log_end_offset", lag.end())
                .with("lag", lag.behind())
                .with("consumer_id", consumerId(lag))
                .with("instance_id", instanceId(lag))
                .with("client_id", clientId(lag))
                .fields();
    }

    Map<String, @Nullable Object> summary(String group, List<Lag> lags) {
        Optional<Lag> worst = lags.stream().max(Comparator.comparingLong(Lag::behind));
        return Resource.of(root, "KafkaConsumerGroupLagSummary", path(group) + "/lag-summary")
                .with("cluster_id", cluster)
                .with("consumer_group_id", group)
                .with(
                        "max_lag_consumer_id",
                        worst.map(GroupResources::consumerId).orElse(""))
                .with(
                        "max_lag_instance_id",
                        worst.map(GroupResources::instanceId).orElse(null))
                .with("max_lag_client_id", worst.map(GroupResources::clientId).orElse(""))
                .with(
                        "max_lag_topic_name",
                        worst.map(lag -> lag.partition().topic()).orElse(""))
                .with(
                        "max_lag_partition_id",
                        worst.map(lag -> lag.partition().partition()).orElse(0))
                .with("max_lag", worst.map(Lag::behind).orElse(0L))
                .with("total_lag", lags.stream().mapToLong(Lag::behind).sum())
                .fields();
    }

    private static String consumerId(Lag lag) {
        return lag.reader().map(MemberDescription::consumerId).orElse("");
    }

    private static @Nullable String instanceId(Lag lag) {
        return lag.reader().flatMap(MemberDescription::groupInstanceId).orElse(null);
    }

    private static String clientId(Lag lag) {
        return lag.reader().map(MemberDescription::clientId).orElse("");
    }
}

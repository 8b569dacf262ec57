package io.cdcvault.doctor.kafka;

import io.cdcvault.kafka.WantedTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** Asks the brokers, and only asks. */
final class Brokers implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 8;

    private final Admin admin;

    Brokers(Admin admin) {
        this.admin = admin;
    }

    /** What the brokers answered instead of what was asked for. */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        Refusal(String message, Throwable cause) {
            super(message, cause);
        }
    }

    Collection<Node> nodes() throws Refusal {
        return answer(admin.describeCluster().nodes());
    }

    Set<String> topicNames() throws Refusal {
        return answer(admin.listTopics().names());
    }

    Map<String, ExaminedTopic> topics(List<String> names) throws Refusal {
        Map<String, TopicDescription> described =
                answer(admin.describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames());
        Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values();
        Map<String, ExaminedTopic> states = new HashMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> config : configs.entrySet()) {
            TopicDescription topic = described.get(config.getKey().name());
            if (topic != null) {
                states.put(topic.name(), state(topic, readable(config.getValue())));
            }
        }
        return states;
    }

    /** A setting of one broker; empty when there is none. */
    Optional<String> brokerSetting(Node node, String name) throws Refusal {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        return Optional.ofNullable(
                settings(answer(admin.describeConfigs(List.of(broker)).all()).values())
                        .get(name));
    }

    /** Why a topic could not be created; empty when it could. Nothing is created. */
    Optional<String> refusal(WantedTopic topic) {
        NewTopic asked =
                new NewTopic(topic.name(), Optional.of(topic.partitions()), topic.replicas()).configs(topic.settings());
        try {
            answer(admin.createTopics(List.of(asked), new CreateTopicsOptions().validateOnly(true))
                    .all());
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** Why the transactional id could not be used; empty when it could. */
    Optional<String> refusalOfTransactions(String id) {
        try {
            answer(admin.describeTransactions(List.of(id)).description(id));
            return Optional.empty();
        } catch (Refusal e) {
            return unless(TransactionalIdNotFoundException.class, e);
        }
    }

    /** Why the group could not be used; empty when it could. */
    Optional<String> refusalOfGroup(String id) {
        try {
            answer(admin.describeConsumerGroups(List.of(id)).all());
            return Optional.empty();
        } catch (Refusal e) {
            return unless(GroupIdNotFoundException.class, e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    /** What was never used is not refused. */
    private static Optional<String> unless(Class<? extends KafkaException> harmless, Refusal refusal) {
        return harmless.isInstance(refusal.getCause()) ? Optional.empty() : Optional.ofNullable(refusal.getMessage());
    }

    /** Nothing when they may not be read, which the allowed operations show. */
    private static Map<String, String> readable(KafkaFuture<Config> config) {
        try {
            return settings(List.of(answer(config)));
        } catch (Refusal e) {
            return Map.of();
        }
    }

    private static Map<String, String> settings(Collection<Config> configs) {
        return configs.stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(entry -> entry.name(), entry -> entry.value()));
    }

    private static ExaminedTopic state(TopicDescription topic, Map<String, String> settings) {
        Set<String> allowed = topic.authorizedOperations() == null
                ? Set.of()
                : topic.authorizedOperations().stream().map(Enum::name).collect(Collectors.toSet());
        return new ExaminedTopic(
                topic.name(),
                topic.partitions().size(),
                topic.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0),
                topic.partitions().stream()
                        .mapToInt(partition -> partition.isr().size())
                        .min()
                        .orElse(0),
                allowed,
                settings);
    }

    private static <T> T answer(KafkaFuture<T> asked) throws Refusal {
        try {
            return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Refusal(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw new Refusal("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", e);
        }
    }
}

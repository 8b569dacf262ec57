package io.cdcvault.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing; those that exist keep their settings. */
public final class Topics {

    /** How far a loader may fall behind a compacted topic. */
    private static final Duration UNCOMPACTED_FOR = Duration.ofDays(7);

    private final Settings.Kafka settings;
    private final TopicNames names;

    public Topics(Settings settings) {
        this.settings = settings.kafka();
        this.names = new TopicNames(settings.topicPrefix());
    }

    /**
     * Creates the tables' topics, the transaction topic and the position topic.
     *
     * @param tables what will be captured
     */
    public void createMissing(Admin admin, List<TableName> tables) throws InterruptedException {
        shared(tables).ifPresent(problem -> {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, problem);
        });
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = wanted(tables).stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .map(Topics::created)
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw KafkaFailures.failure("create the topics of prefix " + names.prefix(), e);
            }
        }
    }

    /** Which two tables would have one topic, and what to do; empty when each has its own. */
    public Optional<String> shared(List<TableName> tables) {
        Map<String, TableName> taken = new HashMap<>();
        return tables.stream()
                .sorted()
                .flatMap(table -> {
                    TableName other = taken.putIfAbsent(names.table(table), table);
                    return other == null || other.equals(table)
                            ? Stream.empty()
                            : Stream.of("The tables " + other + " and " + table + " would share the topic "
                                    + names.table(table)
                                    + ", since a topic's name cannot hold every character: rename one of them, or take it"
                                    + " out of the model and the publication");
                })
                .findFirst();
    }

    /** Whether any of the tables' topics is compacted, so that deletions need tombstones. */
    public boolean anyCompacted(Admin admin, List<TableName> tables) throws InterruptedException {
        List<ConfigResource> resources = tables.stream()
                .map(table -> new ConfigResource(ConfigResource.Type.TOPIC, names.table(table)))
                .toList();
        try {
            return admin.describeConfigs(resources).all().get().values().stream()
                    .map(config -> config.get(TopicConfig.CLEANUP_POLICY_CONFIG))
                    .anyMatch(policy -> policy != null && policy.value().contains("compact"));
        } catch (ExecutionException e) {
            throw KafkaFailures.failure("read the settings of the table topics", e);
        }
    }

    /**
     * The tables' topics, the transaction topic and the position topic, as they would be created.
     *
     * @param tables what is captured
     */
    public List<WantedTopic> wanted(List<TableName> tables) {
        List<WantedTopic> topics = new ArrayList<>();
        tables.forEach(table -> topics.add(topic(names.table(table), settings.partitions(), settings.cleanupPolicy())));
        // One partition: the order of commits.
        topics.add(topic(names.transactions(), 1, TopicConfig.CLEANUP_POLICY_DELETE));
        topics.add(topic(names.position(), 1, TopicConfig.CLEANUP_POLICY_COMPACT));
        return topics;
    }

    private WantedTopic topic(String name, int partitions, String cleanupPolicy) {
        Map<String, String> configs = new HashMap<>(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                cleanupPolicy,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(Math.max(-1, settings.retentionMs())),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(KafkaClients.largestRecord(settings))));
        if (cleanupPolicy.contains(TopicConfig.CLEANUP_POLICY_COMPACT) && !name.equals(names.position())) {
            // What is compacted before it is loaded is lost to the vault.
            configs.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(UNCOMPACTED_FOR.toMillis()));
        }
        Optional<Short> replicas =
                settings.replicationFactor() < 0 ? Optional.empty() : Optional.of(settings.replicationFactor());
        return new WantedTopic(name, partitions, replicas, configs);
    }

    private static NewTopic created(WantedTopic wanted) {
        return new NewTopic(wanted.name(), Optional.of(wanted.partitions()), wanted.replicas())
                .configs(wanted.settings());
    }
}

package io.cdcvault.kafka;

import io.cdcvault.catalog.TablePatterns;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.reading.Nearest;
import io.cdcvault.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing; those that exist keep their settings. */
public final class Topics {

    /** How far a loader may fall behind a compacted topic. */
    private static final Duration UNCOMPACTED_FOR = Duration.ofDays(7);

    private static final Duration GLANCE = Duration.ofSeconds(2);

    private final Settings.Kafka settings;
    private final TopicNames names;
    /** A table that matches may come, or have come and wait for its topic's name. */
    private final TablePatterns patterns;

    public Topics(Settings settings) {
        this.settings = settings.kafka();
        this.patterns = TablePatterns.of(settings.capture().tables().orElse(List.of()));
        this.names = TopicNames.of(settings);
    }

    /**
     * Creates the tables' topics, the transaction topic and the position topic.
     *
     * @param tables what will be captured
     * @throws CdcVaultException when two tables would have one topic
     */
    public void createMissing(Admin admin, List<TableName> tables) throws InterruptedException {
        refuse(shared(tables));
        createMissing(admin, tables, new ListTopicsOptions());
    }

    /**
     * The same for topics that were deleted under a running capture, whose producer waits for them.
     *
     * @return those that were created
     * @throws CdcVaultException when no broker answers within two seconds
     */
    public List<String> createDeleted(Admin admin, List<TableName> tables) throws InterruptedException {
        return createMissing(admin, tables, new ListTopicsOptions().timeoutMs(Math.toIntExact(GLANCE.toMillis())));
    }

    private List<String> createMissing(Admin admin, List<TableName> tables, ListTopicsOptions options)
            throws InterruptedException {
        try {
            Set<String> existing = admin.listTopics(options).names().get();
            List<NewTopic> missing = wanted(tables).stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .map(Topics::created)
                    .toList();
            admin.createTopics(missing).all().get();
            return missing.stream().map(NewTopic::name).toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return List.of();
            }
            throw KafkaFailures.failure("create the topics of prefix " + names.prefix(), e);
        }
    }

    /**
     * Holds {@code kafka.topics} against all tables that are captured, those beside the model's too.
     *
     * @throws CdcVaultException when a key is no such table
     */
    public void requireChosenAreCaptured(List<TableName> tables) {
        refuse(unknown(tables));
    }

    private static void refuse(Optional<String> problem) {
        problem.ifPresent(text -> {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, text);
        });
    }

    /** Which two tables would have one topic, and what to do; empty when each has its own. */
    public Optional<String> shared(List<TableName> tables) {
        Map<String, TableName> taken = new HashMap<>();
        return tables.stream()
                .sorted()
                .flatMap(table -> {
                    TableName other = taken.putIfAbsent(names.indistinct(table), table);
                    return other == null || other.equals(table) ? Stream.empty() : Stream.of(shared(other, table));
                })
                .findFirst();
    }

    private String shared(TableName one, TableName other) {
        return "The tables " + one + " and " + other + " would have the topics " + names.table(one) + " and "
                + names.table(other) + ", which Kafka cannot keep apart: before either is published, give one of them"
                + " another under `kafka`: topics: {\"" + other + "\": \""
                + names.table(other).substring(names.prefix().length() + 1) + "-2\"}";
    }

    /** The table whose topic brokers could not keep apart from that of another one; empty when there is none. */
    public Optional<TableName> takenBy(Collection<TableName> tables, TableName fresh) {
        String topic = names.indistinct(fresh);
        return tables.stream()
                .filter(table -> !table.equals(fresh))
                .filter(table -> names.indistinct(table).equals(topic))
                .sorted()
                .findFirst();
    }

    /** What to do where {@link #takenBy} finds a table; to be done before the fresh one is captured. */
    public String choice(TableName fresh) {
        return "Give it another topic in the configuration, `kafka`: topics: {\"" + fresh + "\": \""
                + names.table(fresh).substring(names.prefix().length() + 1) + "-2\"}, and restart the service";
    }

    /** A key of {@code kafka.topics} that is no captured table, and what to do; empty when each is one. */
    private Optional<String> unknown(List<TableName> tables) {
        List<String> known = tables.stream().map(TableName::toString).toList();
        return names.chosen().keySet().stream()
                .filter(table -> !known.contains(table) && !patterns.match(named(table)))
                .sorted()
                .findFirst()
                .map(table -> "`kafka.topics` names " + table + ", which is no captured table"
                        + Nearest.to(table, known)
                                .map(found -> "; did you mean " + found + "?")
                                .orElse(""));
    }

    private static TableName named(String table) {
        int dot = table.indexOf('.');
        return new TableName(table.substring(0, Math.max(dot, 0)), table.substring(dot + 1));
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

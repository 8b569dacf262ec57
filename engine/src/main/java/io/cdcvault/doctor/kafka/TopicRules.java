package io.cdcvault.doctor.kafka;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.kafka.KafkaCommands;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.kafka.WantedTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a topic that exists against what the service would have made. */
final class TopicRules {

    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION_TIME = "retention.ms";
    private static final String RETENTION_SIZE = "retention.bytes";
    private static final String COMPACTION_LAG = "min.compaction.lag.ms";
    private static final String LARGEST = "max.message.bytes";
    private static final String IN_SYNC = "min.insync.replicas";
    private static final String COMPRESSION = "compression.type";
    private static final List<String> CHEAP_COMPRESSIONS = List.of("producer", "lz4");
    private static final List<String> NEEDED = List.of("DESCRIBE", "DESCRIBE_CONFIGS", "READ", "WRITE");

    private final KafkaCommands commands;
    private final TopicNames names;
    private final int brokers;

    TopicRules(KafkaCommands commands, TopicNames names, int brokers) {
        this.commands = commands;
        this.names = names;
        this.brokers = brokers;
    }

    /** What is not as it should be; nothing when all is. */
    List<Finding> problems(WantedTopic wanted, ExaminedTopic topic) {
        List<Finding> findings = new ArrayList<>();
        Stream.of(
                        cleanup(wanted, topic),
                        retention(wanted, topic, RETENTION_TIME),
                        retention(wanted, topic, RETENTION_SIZE),
                        limitedByChoice(wanted, topic),
                        compactionLag(wanted, topic),
                        largest(wanted, topic),
                        compression(topic),
                        inSync(topic),
                        replicas(topic),
                        partitions(wanted, topic),
                        operations(topic))
                .flatMap(Optional::stream)
                .forEach(findings::add);
        return findings;
    }

    private Optional<Finding> cleanup(WantedTopic wanted, ExaminedTopic topic) {
        String expected = wanted.settings().getOrDefault(CLEANUP, "");
        String found = topic.setting(CLEANUP);
        if (found.isEmpty() || found.equals(expected)) {
            return Optional.empty();
        }
        Subject subject = subject(
                CLEANUP,
                "Compaction throws away what replays need, and deletion the position that the capture continues from.");
        Fix fix = configure(topic, CLEANUP, expected);
        String words = topic.name() + " has " + found + " instead of " + expected;
        return Optional.of(isOurs(wanted) ? subject.error(words, fix) : subject.warning(words, fix));
    }

    private Optional<Finding> retention(WantedTopic wanted, ExaminedTopic topic, String key) {
        String expected = wanted.settings().getOrDefault(key, "-1");
        if (topic.setting(key).isEmpty()
                || topic.number(key) < 0
                || topic.number(key) == Long.parseLong(expected)
                || topic.setting(CLEANUP).equals("compact")) {
            return Optional.empty();
        }
        return Optional.of(subject(key, "A vault can be rebuilt only from topics that hold everything.")
                .warning(
                        topic.name() + " has " + topic.setting(key) + " instead of " + expected,
                        configure(topic, key, expected)));
    }

    /** A setting of the service that gives up what its promises rest on. */
    private Optional<Finding> limitedByChoice(WantedTopic wanted, ExaminedTopic topic) {
        boolean isCompacted = isLoaded(wanted) && topic.setting(CLEANUP).contains("compact");
        boolean isShort = isLoaded(wanted)
                && !wanted.settings().getOrDefault(RETENTION_TIME, "-1").equals("-1")
                && topic.number(RETENTION_TIME) >= 0;
        if (!isCompacted && !isShort) {
            return Optional.empty();
        }
        return Optional.of(subject(
                        "history", "Records that go before they are loaded leave a gap in the vault's history.")
                .info(topic.name() + " drops records by `kafka." + (isCompacted ? "cleanup-policy" : "retention-ms")
                        + "`: a loader that is further behind than that ends with RECORDS_LOST, and no vault can be"
                        + " rebuilt from the topics"));
    }

    private Optional<Finding> compactionLag(WantedTopic wanted, ExaminedTopic topic) {
        String expected = wanted.settings().getOrDefault(COMPACTION_LAG, "0");
        return topic.setting(COMPACTION_LAG).isEmpty() || topic.number(COMPACTION_LAG) >= Long.parseLong(expected)
                ? Optional.empty()
                : Optional.of(subject(
                                COMPACTION_LAG, "A loader that is behind loses what is compacted before it comes.")
                        .warning(
                                topic.name() + " has " + topic.setting(COMPACTION_LAG) + " instead of " + expected,
                                configure(topic, COMPACTION_LAG, expected)));
    }

    /** The position topic is compacted by design. */
    private boolean isLoaded(WantedTopic wanted) {
        return !wanted.name().equals(names.position());
    }

    private Optional<Finding> largest(WantedTopic wanted, ExaminedTopic topic) {
        long expected = Long.parseLong(wanted.settings().getOrDefault(LARGEST, "0"));
        return topic.setting(LARGEST).isEmpty() || topic.number(LARGEST) >= expected
                ? Optional.empty()
                : Optional.of(subject(LARGEST, "A row that the brokers refuse stops the capture.")
                        .warning(
                                topic.name() + " takes " + topic.setting(LARGEST)
                                        + " bytes at most, the service sends up to " + expected,
                                configure(topic, LARGEST, Long.toString(expected))));
    }

    private Optional<Finding> compression(ExaminedTopic topic) {
        String found = topic.setting(COMPRESSION);
        return found.isEmpty() || CHEAP_COMPRESSIONS.contains(found)
                ? Optional.empty()
                : Optional.of(subject(
                                COMPRESSION,
                                "The brokers compress every batch again when the compression is not the producer's own.")
                        .info(topic.name() + " has " + found, configure(topic, COMPRESSION, "producer")));
    }

    private Optional<Finding> inSync(ExaminedTopic topic) {
        long least = topic.number(IN_SYNC);
        Subject subject = subject(
                IN_SYNC,
                "A commit counts when so many replicas have it; with too few of them nothing can be committed.");
        if (least > topic.replicas()) {
            return Optional.of(subject.error(
                    topic.name() + " demands " + least + " and has " + topic.replicas(),
                    configure(topic, IN_SYNC, Integer.toString(Math.max(1, topic.replicas() - 1)))));
        }
        if (topic.replicas() > 2 && least == 1) {
            return Optional.of(subject.warning(
                    topic.name() + " demands only 1 of " + topic.replicas()
                            + ": a broker that is lost takes commits along",
                    configure(topic, IN_SYNC, "2")));
        }
        return topic.inSync() < topic.replicas()
                ? Optional.of(subject.warning(
                        topic.name() + " has " + topic.inSync() + " of " + topic.replicas() + " replicas in sync"))
                : Optional.empty();
    }

    private Optional<Finding> replicas(ExaminedTopic topic) {
        return topic.replicas() > 1 || brokers < 2
                ? Optional.empty()
                : Optional.of(subject("replication factor", "With its only broker a partition is away, or lost.")
                        .warning(topic.name() + " has 1, with " + brokers
                                + " brokers: kafka-reassign-partitions.sh raises it"));
    }

    private Optional<Finding> partitions(WantedTopic wanted, ExaminedTopic topic) {
        if (topic.partitions() == wanted.partitions()) {
            return Optional.empty();
        }
        Subject subject = subject("partitions", "Order holds within a partition.");
        String found = topic.name() + " has " + topic.partitions();
        return Optional.of(
                isOurs(wanted)
                        ? subject.info(found + "; the service writes and reads the first only")
                        : subject.info(found + "; kafka.partitions, for new topics, is " + wanted.partitions()));
    }

    private Optional<Finding> operations(ExaminedTopic topic) {
        List<String> lacking = NEEDED.stream()
                .filter(operation -> !topic.allowed().contains(operation))
                .toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(subject("access to topics", "The service writes the topics, and reads them back.")
                        .error(
                                commands.principal() + " may not "
                                        + String.join(", ", lacking).replace('_', ' ') + " " + topic.name(),
                                Fix.command(commands.grantTopics())));
    }

    /** What the service keeps for itself, beside the tables' topics. */
    private boolean isOurs(WantedTopic wanted) {
        return wanted.name().equals(names.transactions()) || wanted.name().equals(names.position());
    }

    private Fix configure(ExaminedTopic topic, String key, String value) {
        return Fix.command(commands.configure(topic.name(), key, value));
    }

    private static Subject subject(String name, String why) {
        return new Subject(Area.KAFKA, name, why);
    }
}

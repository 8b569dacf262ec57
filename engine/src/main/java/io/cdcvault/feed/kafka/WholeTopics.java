package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the topics still begin where the capture began. */
public final class WholeTopics {

    private WholeTopics() {}

    /**
     * Looks for records that retention has taken.
     *
     * @throws CdcVaultException when there are some, or no topics at all
     */
    public static void require(Settings settings, List<TableName> tables) {
        TopicNames names = TopicNames.of(settings);
        List<String> needed = Stream.concat(tables.stream().map(names::table), Stream.of(names.transactions()))
                .toList();
        List<TopicState> topics = new TopicList(settings).read();
        List<String> missing = needed.stream()
                .filter(name -> topics.stream().noneMatch(topic -> topic.name().equals(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.TOPICS_INCOMPLETE, "There are no topics " + String.join(", ", missing));
        }
        String cut = topics.stream()
                .filter(topic -> needed.contains(topic.name()))
                .flatMap(topic -> cut(topic, topic.name().equals(names.transactions())))
                .collect(Collectors.joining(", "));
        if (!cut.isEmpty()) {
            throw new CdcVaultException(FailureKind.TOPICS_INCOMPLETE, "The oldest records are gone: " + cut);
        }
    }

    /** @param isFirstOnly whether nothing is read but the first partition */
    private static Stream<String> cut(TopicState topic, boolean isFirstOnly) {
        return topic.partitions().stream()
                .filter(partition -> !isFirstOnly || partition.number() == 0)
                .filter(partition -> partition.beginning() > 0)
                .map(partition ->
                        topic.name() + "-" + partition.number() + " begins with offset " + partition.beginning());
    }
}

package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.feed.kafka.TopicList;
import io.cdcvault.feed.kafka.TopicState;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "List the topics of the configured prefix: partitions, records, size on disk, ends.",
        footer = {
            "",
            "RECORDS is an upper bound, the offsets between beginning and end: each Kafka transaction takes one for its"
                    + " marker. SIZE is of all replicas together. ENDS are by partition."
        })
final class TopicsCommand implements Callable<Integer> {

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        List<TopicState> topics = new TopicList(configuration.settings()).read();
        output.print(() -> List.of(json(topics)), terminal -> table(topics, terminal));
        return 0;
    }

    private static String json(List<TopicState> topics) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (TopicState topic : topics) {
            OptionalLong bytes = topic.bytes();
            ObjectNode object = all.addObject()
                    .put("topic", topic.name())
                    .put("partitions", topic.partitions().size())
                    .put("records_at_most", topic.recordsAtMost())
                    .put("bytes", bytes.isPresent() ? bytes.getAsLong() : null);
            ObjectNode ends = object.putObject("ends");
            topic.partitions().forEach(partition -> ends.put(Integer.toString(partition.number()), partition.end()));
        }
        return all.toString();
    }

    private static List<String> table(List<TopicState> topics, Terminal terminal) {
        TextTable table = new TextTable(terminal, Set.of(1, 2, 3));
        table.add("TOPIC", "PARTITIONS", "RECORDS", "SIZE", "ENDS");
        for (TopicState topic : topics) {
            OptionalLong bytes = topic.bytes();
            table.add(
                    topic.name(),
                    Integer.toString(topic.partitions().size()),
                    Quantities.count(topic.recordsAtMost()),
                    bytes.isPresent() ? Quantities.bytes(bytes.getAsLong()) : "-",
                    topic.partitions().stream()
                            .map(partition -> Quantities.count(partition.end()))
                            .collect(Collectors.joining(" ")));
        }
        return table.lines();
    }
}

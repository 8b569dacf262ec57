package io.cdcvault.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.feed.kafka.TopicList;
import io.cdcvault.feed.kafka.TopicState;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "List the topics of the configured prefix: partitions, records, size on disk, ends.",
        footer = {
            "",
            "RECORDS is an upper bound, the offsets between beginning and end: each Kafka",
            "transaction takes one for its marker. SIZE is of all replicas together.",
            "ENDS are by partition."
        })
final class TopicsCommand implements Callable<Integer> {

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--json", description = "Print one JSON array on a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        List<TopicState> topics = new TopicList(configuration.settings()).read();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .writeValueAsString(
                            topics.stream().map(TopicsCommand::object).toList()));
        } else {
            table(topics).lines().forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static Map<String, @Nullable Object> object(TopicState topic) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        OptionalLong bytes = topic.bytes();
        object.put("topic", topic.name());
        object.put("partitions", topic.partitions().size());
        object.put("records_at_most", topic.recordsAtMost());
        object.put("bytes", bytes.isPresent() ? bytes.getAsLong() : null);
        Map<String, Long> ends = new LinkedHashMap<>();
        topic.partitions().forEach(partition -> ends.put(Integer.toString(partition.number()), partition.end()));
        object.put("ends", ends);
        return object;
    }

    private static TextTable table(List<TopicState> topics) {
        TextTable table = new TextTable(Set.of(1, 2, 3));
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
        return table;
    }
}

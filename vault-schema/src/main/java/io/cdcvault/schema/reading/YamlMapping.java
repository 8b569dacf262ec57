package io.cdcvault.schema.reading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A YAML mapping whose keys are texts, each at most once. */
final class YamlMapping {

    private final List<Entry> entries;
    private final Report report;

    private YamlMapping(List<Entry> entries, Report report) {
        this.entries = List.copyOf(entries);
        this.report = report;
    }

    static YamlMapping of(MappingNode node, Report report) {
        List<Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : node.getValue()) {
            entry(tuple, report).ifPresent(entry -> {
                if (keys.add(entry.key())) {
                    entries.add(entry);
                } else {
                    report.at(entry.keyNode(), "Duplicate key " + entry.key() + ", expected each key once");
                }
            });
        }
        return new YamlMapping(entries, report);
    }

    /** What stands in for a mapping that is not there. */
    static YamlMapping none(Report report) {
        return new YamlMapping(List.of(), report);
    }

    List<Entry> entries() {
        return entries;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Optional<Node> value(String key) {
        return entries.stream()
                .filter(entry -> entry.key().equals(key))
                .map(Entry::value)
                .findFirst();
    }

    /** The value, or a problem at the line of the thing that lacks it. */
    Optional<Node> required(String key, Node owner, String of) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            report.at(owner, "Missing " + key + " of " + of);
        }
        return value;
    }

    /** Reports every key that is none of these. */
    YamlMapping only(List<String> known) {
        entries.stream()
                .filter(entry -> !known.contains(entry.key()))
                .forEach(entry -> report.unknown(entry.keyNode(), "key", entry.key(), known));
        return this;
    }

    private static Optional<Entry> entry(NodeTuple tuple, Report report) {
        if (tuple.getKeyNode() instanceof ScalarNode key
                && !key.getValue().isBlank()
                && key.getValue().length() <= Document.LONGEST) {
            return Optional.of(new Entry(key.getValue(), key, tuple.getValueNode()));
        }
        report.at(tuple.getKeyNode(), "Expected a name as the key");
        return Optional.empty();
    }

    /** One key with its value. */
    record Entry(String key, Node keyNode, Node value) {}
}

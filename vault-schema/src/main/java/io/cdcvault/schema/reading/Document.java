package io.cdcvault.schema.reading;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML nodes, and what to say when a node is not of the expected shape. */
final class Document {

    /** No name, type or text of a model is longer; a regular expression may not get to the end of one that is. */
    static final int LONGEST = 2000;

    private final Report report;

    Document(Report report) {
        this.report = report;
    }

    YamlMapping root(String yaml) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
            if (root == null) {
                report.atLine(1, "The file is empty, expected a model");
            }
            return root == null ? YamlMapping.none(report) : mapping(root, "a model's keys");
        } catch (MarkedYAMLException notYaml) {
            report.atLine(line(notYaml.getProblemMark()), "Not YAML: " + notYaml.getProblem());
        } catch (YAMLException notYaml) {
            report.atLine(1, "Not YAML: " + notYaml.getMessage());
        }
        return YamlMapping.none(report);
    }

    /** @param expected what the mapping should hold, as in "expected a mapping of <i>roles to hubs</i>" */
    YamlMapping mapping(Node node, String expected) {
        if (node instanceof MappingNode mapping) {
            return YamlMapping.of(mapping, report);
        }
        mismatch(node, "a mapping of " + expected);
        return YamlMapping.none(report);
    }

    List<Node> list(Node node, String expected) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        mismatch(node, "a list of " + expected);
        return List.of();
    }

    static boolean isEmptyCollection(Node node) {
        return node instanceof CollectionNode<?> collection
                && collection.getValue().isEmpty();
    }

    /** The text of a scalar of any type: {@code char}, {@code 12} and {@code yes} are names like others here. */
    Optional<String> text(Node node, String expected) {
        if (node instanceof ScalarNode scalar && scalar.getValue().length() > LONGEST) {
            report.at(node, "Expected " + expected + ", found a text of more than " + LONGEST + " characters");
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar
                && !isNothing(node)
                && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        mismatch(node, expected);
        return Optional.empty();
    }

    void mismatch(Node node, String expected) {
        report.at(node, "Expected " + expected + ", found " + found(node));
    }

    private static String found(Node node) {
        if (isNothing(node)) {
            return "nothing";
        }
        if (node instanceof ScalarNode scalar) {
            return "the text \"" + scalar.getValue() + "\"";
        }
        return node instanceof SequenceNode ? "a list" : "a mapping";
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 1 : mark.getLine() + 1;
    }
}

package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.TableName;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where the parts of a model stand in its text: for what is found out about them elsewhere. Lines count from 1. */
public final class ModelLines {

    private final Node root;
    private final String source;

    private ModelLines(Node root, String source) {
        this.root = root;
        this.source = source;
    }

    /** Of a text that {@link ModelReader} has read. */
    public static ModelLines of(String yaml) {
        return of(yaml, "");
    }

    /**
     * The same where tables are asked for as their own source knows them.
     *
     * @param source that they are in; empty in a model of one
     */
    public static ModelLines of(String yaml, String source) {
        return new ModelLines(
                new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml)), source);
    }

    /** Of a source table's entry. */
    public OptionalInt ofSource(TableName table) {
        return source(table).map(entry -> line(entry.getKeyNode())).orElse(OptionalInt.empty());
    }

    /** Where a source table's entry names a column, else of the entry. */
    public OptionalInt ofSource(TableName table, String column) {
        return source(table)
                .flatMap(entry -> scalars(entry.getValueNode()).stream()
                        .filter(scalar -> isColumn(scalar, column))
                        .findFirst())
                .map(ModelLines::line)
                .orElseGet(() -> ofSource(table));
    }

    /** Of a hub, link or satellite. */
    public OptionalInt ofElement(String element) {
        return element(element).map(entry -> line(entry.getKeyNode())).orElse(OptionalInt.empty());
    }

    /** Of a column of a hub or satellite, else of the hub or satellite. */
    public OptionalInt ofElement(String element, String column) {
        return element(element)
                .flatMap(entry -> entries(entry.getValueNode()).stream()
                        .flatMap(part -> entries(part.getValueNode()).stream())
                        .filter(part -> isKey(part, column))
                        .findFirst())
                .map(entry -> line(entry.getKeyNode()))
                .orElseGet(() -> ofElement(element));
    }

    private Optional<NodeTuple> source(TableName table) {
        return section("sources").stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                        && QualifiedName.parse(key.getValue())
                                .filter(table.of(source)::equals)
                                .isPresent())
                .findFirst();
    }

    private Optional<NodeTuple> element(String element) {
        return List.of("hubs", "links", "satellites").stream()
                .flatMap(title -> section(title).stream())
                .filter(entry -> isKey(entry, element))
                .findFirst();
    }

    private List<NodeTuple> section(String title) {
        return entries(root).stream()
                .filter(entry -> isKey(entry, title))
                .findFirst()
                .map(entry -> entries(entry.getValueNode()))
                .orElse(List.of());
    }

    private static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    /** Values of mappings and items of lists, at any depth. */
    private static List<ScalarNode> scalars(Node node) {
        List<ScalarNode> found = new ArrayList<>();
        if (node instanceof ScalarNode scalar) {
            found.add(scalar);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> found.addAll(scalars(item)));
        } else {
            entries(node).forEach(entry -> found.addAll(scalars(entry.getValueNode())));
        }
        return found;
    }

    private static boolean isColumn(ScalarNode scalar, String column) {
        return scalar.getValue().equals(column) || scalar.getValue().equals('"' + column.replace("\"", "\"\"") + '"');
    }

    private static boolean isKey(NodeTuple entry, String name) {
        return entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
    }

    private static OptionalInt line(Node node) {
        return OptionalInt.of(node.getStartMark().getLine() + 1);
    }
}

package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.TableName;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What can be read of a text with problems, so that the rest can be compared with databases all the same. Where a name
 * was probably meant, it stands there; else what has the problem is left out, and what needs it. Of a key, nothing is
 * left out alone: it would be another.
 *
 * @param text reads as a model, with every line where it was
 * @param cut tables of which something is left out: what identifies their rows may be something else
 */
public record SoundPart(String text, Set<TableName> cut) {

    public SoundPart {
        cut = Set.copyOf(cut);
    }

    /** Each leaves something out, or ends. */
    private static final int ROUNDS = 50;

    private static final Pattern UNKNOWN = Pattern.compile("Unknown .* (\\S+)");

    private static final Set<String> SECTIONS = Set.of("hubs", "links", "satellites", "sources");

    /** Parts of a source table's entry that may be left out alone. */
    private static final Set<String> OF_A_TABLE =
            Set.of("hubs", "references", "links", "mentions", "satellites", "ignore", "drift");

    /** Empty when nothing of the text reads as a model. */
    public static Optional<SoundPart> of(String yaml) {
        String text = yaml;
        String whole = yaml;
        boolean isCut = false;
        for (int round = 0; round < ROUNDS; round++) {
            List<ModelProblem> problems = problems(text);
            if (problems.isEmpty()) {
                return Optional.of(new SoundPart(text, cut(whole, text)));
            }
            // What is left out is not known any more, and no other name was meant by it.
            String meant = isCut ? text : asMeant(text, problems);
            isCut = meant.equals(text);
            String next = isCut ? without(text, problems) : meant;
            if (next.equals(text)) {
                return Optional.empty();
            }
            text = next;
            whole = isCut ? whole : next;
        }
        return Optional.empty();
    }

    private static Set<TableName> cut(String whole, String text) {
        List<String> before = lines(whole);
        List<String> after = lines(text);
        Set<TableName> cut = new HashSet<>();
        for (NodeTuple table : section(root(text), "sources")) {
            int first = table.getKeyNode().getStartMark().getLine();
            int end = Math.min(table.getValueNode().getEndMark().getLine() + 1, after.size());
            if (!before.subList(first, end).equals(after.subList(first, end))) {
                QualifiedName.parse(name(table)).ifPresent(cut::add);
            }
        }
        return cut;
    }

    private static List<String> lines(String text) {
        return new ArrayList<>(List.of(text.split("\n", -1)));
    }

    /** Of a text whose YAML was read before. */
    private static Node root(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    }

    private static List<ModelProblem> problems(String text) {
        try {
            ModelReader.read(text, "its sound part");
            return List.of();
        } catch (ModelProblemsException e) {
            return e.problems();
        }
    }

    private static String asMeant(String text, List<ModelProblem> problems) {
        List<String> lines = lines(text);
        for (ModelProblem problem : problems) {
            Matcher unknown = UNKNOWN.matcher(problem.message());
            if (problem.suggestion().isPresent() && unknown.matches()) {
                Pattern word = Pattern.compile("(?<![\\w.])" + Pattern.quote(unknown.group(1)) + "(?![\\w.])");
                lines.set(
                        problem.line() - 1,
                        word.matcher(lines.get(problem.line() - 1))
                                .replaceAll(Matcher.quoteReplacement(
                                        problem.suggestion().get())));
            }
        }
        return String.join("\n", lines);
    }

    private static String without(String text, List<ModelProblem> problems) {
        List<String> lines = lines(text);
        List<Range> parts;
        try {
            parts = parts(root(text), lines);
        } catch (YAMLException notYaml) {
            return text;
        }
        for (ModelProblem problem : problems) {
            // The last that has the line is the smallest.
            parts.stream()
                    .filter(range -> range.has(problem.line()))
                    .reduce((outer, inner) -> inner)
                    .ifPresent(range -> {
                        for (int line = range.first(); line <= range.last(); line++) {
                            lines.set(line - 1, "");
                        }
                    });
        }
        return String.join("\n", lines);
    }

    /** Lines of an entry that has them for itself; counted from 1, both included. */
    private record Range(int first, int last) {

        boolean has(int line) {
            return first <= line && line <= last;
        }
    }

    /** All that may be left out, each before what is a part of it. */
    private static List<Range> parts(Node root, List<String> lines) {
        // A section of which everything is left out; without hubs or sources there is no model.
        List<NodeTuple> parts = new ArrayList<>(entries(root).stream()
                .filter(section -> Set.of("links", "satellites").contains(name(section)))
                .toList());
        for (String title : SECTIONS) {
            for (NodeTuple element : section(root, title)) {
                parts.add(element);
                inside(title, element).forEach(parts::add);
            }
        }
        return parts.stream().flatMap(part -> range(part, lines).stream()).toList();
    }

    private static Stream<NodeTuple> inside(String title, NodeTuple element) {
        return switch (title) {
            case "sources" ->
                entries(element.getValueNode()).stream()
                        .filter(part -> OF_A_TABLE.contains(name(part)))
                        .flatMap(SoundPart::ofTable);
            case "satellites" ->
                entries(element.getValueNode()).stream()
                        .filter(part -> name(part).equals("attributes"))
                        .flatMap(part -> entries(part.getValueNode()).stream());
            default -> Stream.of();
        };
    }

    /** Of what a satellite is fed by, each column; of a key, all or nothing. */
    private static Stream<NodeTuple> ofTable(NodeTuple part) {
        List<NodeTuple> feeds = entries(part.getValueNode());
        return Stream.of(
                        Stream.of(part),
                        feeds.stream(),
                        feeds.stream()
                                .filter(feed -> name(part).equals("satellites"))
                                .flatMap(feed -> entries(feed.getValueNode()).stream()))
                .flatMap(parts -> parts);
    }

    private static List<NodeTuple> section(Node root, String title) {
        return entries(root).stream()
                .filter(section -> name(section).equals(title))
                .flatMap(section -> entries(section.getValueNode()).stream())
                .toList();
    }

    private static Optional<Range> range(NodeTuple entry, List<String> lines) {
        Mark begin = entry.getKeyNode().getStartMark();
        Mark end = entry.getValueNode().getEndMark();
        // What is written in a block ends where the next begins.
        boolean endsBefore = end.getLine() > begin.getLine()
                && lines.get(end.getLine()).substring(0, end.getColumn()).isBlank();
        boolean beginsAlone =
                lines.get(begin.getLine()).substring(0, begin.getColumn()).isBlank();
        boolean endsAlone = endsBefore
                || lines.get(end.getLine()).substring(end.getColumn()).strip().matches("|#.*");
        return beginsAlone && endsAlone
                ? Optional.of(new Range(begin.getLine() + 1, endsBefore ? end.getLine() : end.getLine() + 1))
                : Optional.empty();
    }

    private static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private static String name(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }
}

package io.cdcvault.schema.reading;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The problems found so far, and the lines that the values of the model were read from. */
final class Report {

    private final List<ModelProblem> problems = new ArrayList<>();
    private final IdentityHashMap<Object, Integer> lines = new IdentityHashMap<>();

    /** Remembers where a value comes from, so that {@link #at(Object, String)} knows its line later. */
    <T> T placed(T value, Node node) {
        lines.put(value, line(node));
        return value;
    }

    void at(Node node, String message) {
        atLine(line(node), message);
    }

    void at(Object value, String message) {
        atLine(lines.getOrDefault(value, 1), message);
    }

    void atLine(int line, String message) {
        problems.add(new ModelProblem(line, message, Optional.empty()));
    }

    /** Whether something was reported where a value comes from. */
    boolean isReported(Object value) {
        int line = lines.getOrDefault(value, 1);
        return problems.stream().anyMatch(problem -> problem.line() == line);
    }

    /** @param kind what the name should have named, such as {@code hub} */
    void unknown(Node node, String kind, String name, Collection<String> known) {
        Optional<String> nearest = Nearest.to(name, known);
        String expected = nearest.isPresent() || known.isEmpty() ? "" : ", expected one of " + String.join(", ", known);
        problems.add(new ModelProblem(line(node), "Unknown " + kind + " " + name + expected, nearest));
    }

    /** @throws ModelProblemsException when something was reported */
    void throwIfAny(String origin) {
        if (!problems.isEmpty()) {
            // What several sources feed is looked at for each of them.
            throw new ModelProblemsException(
                    origin,
                    problems.stream()
                            .distinct()
                            .sorted(Comparator.comparingInt(ModelProblem::line))
                            .toList());
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}

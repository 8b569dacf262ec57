package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** A model that cannot be used, with everything that is wrong with it. */
public final class ModelProblemsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String origin;
    private final transient List<ModelProblem> problems;

    ModelProblemsException(String origin, List<ModelProblem> problems) {
        super(message(origin, problems));
        this.origin = origin;
        this.problems = new ArrayList<>(problems);
    }

    /** Where the model was read from, such as a file's path. */
    public String origin() {
        return origin;
    }

    /** In the order of their lines; never empty. */
    public List<ModelProblem> problems() {
        return List.copyOf(problems);
    }

    private static String message(String origin, List<ModelProblem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(joining("", "The model " + origin + " has " + count + ":", ""));
    }
}

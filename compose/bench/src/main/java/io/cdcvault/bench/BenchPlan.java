package io.cdcvault.bench;

import io.cdcvault.bench.stage.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param rows about how many row changes the backlog has
 * @param rounds how often each stage runs, in turns
 * @param stages in the order of each round
 * @param directory of the throw-away stack
 * @param recordings where each run leaves a flight recording
 */
public record BenchPlan(int rows, int rounds, List<Stage> stages, Path directory, Optional<Path> recordings) {

    private static final int LEAST_ROWS = 1_000;

    public BenchPlan {
        stages = List.copyOf(stages);
        if (rows < LEAST_ROWS || rounds < 1) {
            throw new BenchException("There are at least " + LEAST_ROWS + " rows and one round");
        }
        for (Stage stage : stages) {
            if (!stages.contains(stage.topicsOf())) {
                throw new BenchException(
                        "The stage " + stage.label() + " needs the topics that the stage publish fills");
            }
        }
    }
}

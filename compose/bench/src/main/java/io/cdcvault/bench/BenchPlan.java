package io.cdcvault.bench;

import io.cdcvault.bench.backlog.Shape;
import io.cdcvault.bench.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param shape what the backlog consists of
 * @param rows about how many row changes it has
 * @param warmUpRows how many of them each run takes before it is measured
 * @param rounds how often each stage runs, in turns
 * @param stages in the order of each round
 * @param directory of the throw-away stack
 * @param javaOptions of each run's JVM, but for the peer's
 * @param recordings where each run leaves a flight recording
 * @param peer the jars of the stage {@link Stage#PEER}
 */
public record BenchPlan(
        Shape shape,
        int rows,
        int warmUpRows,
        int rounds,
        List<Stage> stages,
        Path directory,
        List<String> javaOptions,
        Optional<Path> recordings,
        Optional<Path> peer) {

    private static final int LEAST_ROWS = 1_000;

    public BenchPlan {
        stages = List.copyOf(stages);
        javaOptions = List.copyOf(javaOptions);
        if (rows < LEAST_ROWS || rounds < 1) {
            throw new BenchException("There are at least " + LEAST_ROWS + " rows and one round");
        }
        if (warmUpRows < 0 || warmUpRows > rows / 2) {
            throw new BenchException("At most half of the rows can be a warm-up");
        }
        for (Stage stage : stages) {
            if (!stage.takes(shape)) {
                throw new BenchException(
                        "The stage " + stage.label() + " does not take a backlog of the shape " + shape.label());
            }
            if (!stages.contains(stage.topicsOf())) {
                throw new BenchException(
                        "The stage " + stage.label() + " needs the topics that the stage publish fills");
            }
            if (stage == Stage.PEER && peer.filter(Files::isDirectory).isEmpty()) {
                throw new BenchException("The peer's jars are not there. Run: mvn package -pl compose/peer");
            }
        }
    }
}

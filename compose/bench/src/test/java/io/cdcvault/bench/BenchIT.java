package io.cdcvault.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bench.backlog.Shape;
import io.cdcvault.bench.report.JsonReport;
import io.cdcvault.bench.report.Results;
import io.cdcvault.bench.report.TableReport;
import io.cdcvault.bench.stage.Stage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path directory;

    @Test
    void everyStageSeesTheWholeBacklogAndTheTableTellsOfIt() {
        // given
        List<Stage> stages = stagesOf(Shape.AIRLINE);
        BenchPlan plan = new BenchPlan(
                Shape.AIRLINE, 2_000, 0, 1, stages, directory, List.of(), Optional.empty(), Optional.empty());
        // when
        Results results = new Bench(plan, line -> {}).run();
        // then
        assertThat(results.backlog().rows()).isBetween(1_000L, 4_000L);
        assertThat(results.measurements()).hasSize(stages.size()).allSatisfy(measurement -> assertThat(
                        measurement.reading().rows())
                .isEqualTo(results.backlog().rows()));
        assertThat(new TableReport(results).text()).contains("rows/s", "engine", "publish", "road", "load");
        assertThat(new JsonReport(results).text()).contains("\"cpu_seconds\"");
        assertThat(directory.resolve("stack")).doesNotExist();
    }

    @Test
    void ofOneNarrowTableThePeerSeesTheSameRows() {
        // given
        BenchPlan plan = new BenchPlan(
                Shape.NARROW,
                2_000,
                500,
                1,
                List.of(Stage.DIRECT, Stage.PEER),
                directory,
                List.of(),
                Optional.empty(),
                Optional.of(Path.of("../peer/target/lib")));
        // when
        Results results = new Bench(plan, line -> {}).run();
        // then
        assertThat(results.measurements()).hasSize(2).allSatisfy(measurement -> assertThat(
                        measurement.reading().rows())
                .isEqualTo(results.backlog().rows()));
        assertThat(new TableReport(results).text()).contains("As a ratio to peer");
    }

    private static List<Stage> stagesOf(Shape shape) {
        return Arrays.stream(Stage.values()).filter(stage -> stage.takes(shape)).toList();
    }
}

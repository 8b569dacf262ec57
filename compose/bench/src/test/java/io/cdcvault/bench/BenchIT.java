package io.cdcvault.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bench.report.JsonReport;
import io.cdcvault.bench.report.Results;
import io.cdcvault.bench.report.TableReport;
import io.cdcvault.bench.stage.Stage;
import java.nio.file.Path;
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
        BenchPlan plan = new BenchPlan(2_000, 1, List.of(Stage.values()), directory, Optional.empty());
        // when
        Results results = new Bench(plan, line -> {}).run();
        // then
        assertThat(results.backlog().rows()).isBetween(1_000L, 4_000L);
        assertThat(results.measurements()).hasSize(Stage.values().length).allSatisfy(measurement -> assertThat(
                        measurement.reading().rows())
                .isEqualTo(results.backlog().rows()));
        assertThat(new TableReport(results).text()).contains("rows/s", "engine", "publish", "road", "load");
        assertThat(new JsonReport(results).text()).contains("\"cpu_seconds\"");
        assertThat(directory.resolve("stack")).doesNotExist();
    }
}

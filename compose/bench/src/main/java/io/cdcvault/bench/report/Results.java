package io.cdcvault.bench.report;

import io.cdcvault.bench.backlog.ChangeBacklog;
import io.cdcvault.bench.stage.Stage;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All that was measured.
 *
 * @param machine in one line
 */
public record Results(ChangeBacklog backlog, String machine, List<Measurement> measurements) {

    public Results {
        measurements = List.copyOf(measurements);
    }

    List<Stage> stages() {
        return measurements.stream().map(Measurement::stage).distinct().sorted().toList();
    }

    int rounds() {
        return measurements.stream().mapToInt(Measurement::round).max().orElse(0);
    }

    boolean has(Stage stage) {
        return stages().contains(stage);
    }

    Spread spread(Stage stage, ToDoubleFunction<Measurement> value) {
        return Spread.of(of(stage).stream().mapToDouble(value).toArray());
    }

    /** Against the base's run of the same round: what slowed down the machine slowed down both. */
    Spread ratio(Stage stage, Stage base, ToDoubleFunction<Measurement> value) {
        return Spread.of(of(stage).stream()
                .mapToDouble(run -> value.applyAsDouble(run) / value.applyAsDouble(inRound(base, run.round())))
                .toArray());
    }

    private List<Measurement> of(Stage stage) {
        return measurements.stream().filter(run -> run.stage() == stage).toList();
    }

    private Measurement inRound(Stage stage, int round) {
        return of(stage).stream()
                .filter(run -> run.round() == round)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("The stage " + stage.label() + " did not run in round " + round));
    }
}

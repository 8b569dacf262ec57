package io.cdcvault.bench;

import io.cdcvault.bench.backlog.BacklogMaker;
import io.cdcvault.bench.backlog.BacklogSlots;
import io.cdcvault.bench.backlog.ChangeBacklog;
import io.cdcvault.bench.report.Measurement;
import io.cdcvault.bench.report.Results;
import io.cdcvault.bench.stage.Reading;
import io.cdcvault.bench.stage.Stage;
import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes one backlog and measures the stages on it, one after the other, round after round. */
final class Bench {

    private final BenchPlan plan;
    private final Consumer<String> progress;

    /** @param progress given each step, line by line */
    Bench(BenchPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** @throws BenchException when a run fails, or when it did not see exactly the backlog */
    Results run() {
        progress.accept("Starting a master, a warehouse and a broker…");
        try (BenchStack stack = BenchStack.start(plan.directory());
                Connection master = stack.master().connect()) {
            BacklogSlots slots = new BacklogSlots(master);
            ChangeBacklog backlog =
                    BacklogMaker.of(plan.shape(), stack.masterUrl(), progress).make(plan.rows(), slots);
            progress.accept("%,d row changes in %,d transactions, %,d MiB of WAL"
                    .formatted(backlog.rows(), backlog.transactions(), backlog.walBytes() >> 20));
            return new Results(backlog, Machine.of(master), measureAll(new Runs(plan, stack, slots, backlog), backlog));
        } catch (LocalStackException | IOException | SQLException e) {
            throw new BenchException("The benchmark failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("The benchmark was interrupted", e);
        }
    }

    private List<Measurement> measureAll(Runs runs, ChangeBacklog backlog)
            throws IOException, InterruptedException, SQLException {
        List<Measurement> measured = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Stage stage : plan.stages()) {
                Measurement measurement = runs.measure(stage, round);
                requireWhole(measurement, backlog);
                progress.accept("Round %d of %d, %-7s %,9.0f rows/s, %5.1f CPU seconds"
                        .formatted(
                                round,
                                plan.rounds(),
                                stage.label(),
                                measurement.rowsPerSecond(),
                                measurement.reading().cpuSeconds()));
                measured.add(measurement);
            }
        }
        return measured;
    }

    private static void requireWhole(Measurement measurement, ChangeBacklog backlog) {
        Reading seen = measurement.reading();
        boolean hasAll = measurement.stage().keepsTransactions()
                ? seen.rows() == backlog.rows() && seen.transactions() == backlog.transactions()
                : seen.rows() == backlog.rows();
        if (!hasAll) {
            throw new BenchException("The stage %s saw %,d rows in %,d transactions, but the backlog has %,d in %,d"
                    .formatted(
                            measurement.stage().label(),
                            seen.rows(),
                            seen.transactions(),
                            backlog.rows(),
                            backlog.transactions()));
        }
    }
}

package io.cdcvault.bench.report;

import io.cdcvault.bench.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results for people. */
public record TableReport(Results results) {

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%nBacklog  %,d row changes, %,d transactions, %,d MiB of WAL%nMachine  %s%n%n",
                results.backlog().rows(),
                results.backlog().transactions(),
                results.backlog().walBytes() >> 20,
                results.machine()));
        text.append("Median of ").append(results.rounds()).append(" rounds (least–most)\n\n");
        text.append(absolute().text()).append('\n');
        text.append("CPU seconds per million rows, process by process (medians)\n\n");
        text.append(processes().text());
        text.append("(its JVM) is a part of cdc-vault: compilers and garbage collection, most of it warming up\n\n");
        for (Stage base : List.of(Stage.ENGINE, Stage.PEER)) {
            if (results.has(base)) {
                text.append("As a ratio to ").append(base.label()).append(" in the same round\n\n");
                text.append(ratios(base).text()).append('\n');
            }
        }
        results.stages()
                .forEach(stage -> text.append(String.format(Locale.ROOT, "%-8s %s%n", stage.label(), stage.meaning())));
        return text.toString();
    }

    private ReportTable absolute() {
        ReportTable table = new ReportTable("stage", "rows/s", "CPU s / million rows", "wall s", "peak memory MiB");
        for (Stage stage : results.stages()) {
            table.add(
                    stage.label(),
                    results.spread(stage, Measurement::rowsPerSecond).text("%,.0f"),
                    results.spread(stage, Measurement::cpuPerMillionRows).text("%.1f"),
                    results.spread(stage, run -> run.reading().wallSeconds()).text("%.1f"),
                    results.spread(stage, Measurement::peakMegabytes).text("%.0f"));
        }
        return table;
    }

    private ReportTable processes() {
        ReportTable table = new ReportTable("stage", "cdc-vault", "(its JVM)", "master", "broker", "warehouse", "all");
        for (Stage stage : results.stages()) {
            List<ToDoubleFunction<Measurement>> columns = List.of(
                    run -> run.reading().cpuSeconds(),
                    run -> run.servers().master(),
                    run -> run.servers().broker(),
                    run -> run.servers().warehouse());
            List<String> cells = new ArrayList<>(List.of(stage.label()));
            columns.forEach(column -> cells.add(seconds(stage, column)));
            cells.add(2, seconds(stage, run -> run.reading().jvmSeconds()));
            cells.add(seconds(stage, run -> columns.stream()
                    .mapToDouble(column -> column.applyAsDouble(run))
                    .sum()));
            table.add(cells.toArray(String[]::new));
        }
        return table;
    }

    private String seconds(Stage stage, ToDoubleFunction<Measurement> seconds) {
        Spread spread = results.spread(stage, run -> run.perMillionRows(seconds.applyAsDouble(run)));
        return String.format(Locale.ROOT, "%.1f", spread.median());
    }

    private ReportTable ratios(Stage base) {
        ReportTable table =
                new ReportTable("stage", "rows/s", "CPU s / million rows", "CPU of all processes", "peak memory");
        for (Stage stage : results.stages()) {
            table.add(
                    stage.label(),
                    results.ratio(stage, base, Measurement::rowsPerSecond).text("%.2f"),
                    results.ratio(stage, base, Measurement::cpuPerMillionRows).text("%.2f"),
                    results.ratio(stage, base, Measurement::allCpuPerMillionRows)
                            .text("%.2f"),
                    results.ratio(stage, base, Measurement::peakMegabytes).text("%.2f"));
        }
        return table;
    }
}

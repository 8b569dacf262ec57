package io.cdcvault.bench.tables;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The readings beside one another, a line for each figure; the last column compares the last with the first. */
public final class TablesReport {

    private final List<TablesReading> readings;
    private final StringBuilder text = new StringBuilder();

    public TablesReport(List<TablesReading> readings) {
        this.readings = List.copyOf(readings);
    }

    /** For a terminal, and for a page: the table is Markdown. */
    public String text() {
        row("tables", TablesReading::count, "%.0f");
        text.append("|---".repeat(readings.size() + 2)).append("|\n");
        row("`init`, s", TablesReading::init, "%.1f");
        row("first start, with the snapshot, s", TablesReading::firstStart, "%.1f");
        row("CPU of the service for it, s", TablesReading::firstStartCpu, "%.1f");
        row("next start, until it streams, s", TablesReading::nextStart, "%.1f");
        row("CPU of the service for it, s", TablesReading::nextStartCpu, "%.1f");
        row("heap in use, MiB", TablesReading::heap, "%.0f");
        row("peak memory of the process, MiB", TablesReading::peak, "%.0f");
        row("idle: CPU of the service, ms a second", TablesReading::idleCpu, "%.1f");
        row("idle: CPU of the master, ms a second", TablesReading::idleMasterCpu, "%.1f");
        row("idle: CPU of the warehouse, ms a second", TablesReading::idleWarehouseCpu, "%.1f");
        row("one commit of one row in the vault after, ms", TablesReading::commit, "%.1f");
        row("CPU of the service for it, ms", TablesReading::commitCpu, "%.1f");
        row("CPU of the warehouse for it, ms", TablesReading::commitWarehouseCpu, "%.1f");
        row("`doctor`, s", TablesReading::doctor, "%.2f");
        row("`status`, ms", TablesReading::status, "%.1f");
        row("page: status, ms", TablesReading::api, "%.1f");
        row("page: tables, ms", TablesReading::tables, "%.1f");
        return text.toString();
    }

    private void row(String name, ToDoubleFunction<TablesReading> figure, String format) {
        text.append("| ").append(name);
        readings.forEach(reading ->
                text.append(" | ").append(String.format(Locale.ROOT, format, figure.applyAsDouble(reading))));
        double first = figure.applyAsDouble(readings.get(0));
        double last = figure.applyAsDouble(readings.get(readings.size() - 1));
        text.append(" | ")
                .append(first > 0 ? String.format(Locale.ROOT, "×%.1f", last / first) : "")
                .append(" |\n");
    }
}

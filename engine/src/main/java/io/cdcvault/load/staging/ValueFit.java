package io.cdcvault.load.staging;

import io.cdcvault.change.RowImage;
import io.cdcvault.load.deadletter.NewsOfColumns;
import io.cdcvault.load.plan.Staging;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the vault's columns hold values as they are. The first value that a column does not hold shows that the
 * source's type has become another, which the model may follow. Used by one thread.
 */
final class ValueFit {

    private final NewsOfColumns news;
    private final Map<TableName, List<Checked>> checked = new HashMap<>();
    /** What was answered, so that each column is asked about once. */
    private final Map<Asked, Boolean> answers = new HashMap<>();

    ValueFit(NewsOfColumns news) {
        this.news = news;
    }

    private record Asked(TableName table, StagedColumn column) {}

    /** A column that may change a value without a word. */
    private record Checked(StagedColumn column, SilentLoss loss) {}

    /**
     * Why changes must be set aside, by their index.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the model follows the source: they are to be loaded then
     */
    Map<Integer, String> misfits(StagedTable table, List<Arrival> arrivals) {
        List<Checked> columns = checked.computeIfAbsent(
                table.name(), name -> checked(table.plan().staging()));
        if (columns.isEmpty()) {
            return Map.of();
        }
        Map<Integer, String> misfits = new LinkedHashMap<>();
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            if (arrival.change().operation().leavesRow()) {
                Optional<String> misfit =
                        misfit(table, columns, arrival.change().image());
                if (misfit.isPresent()) {
                    misfits.put(i, misfit.get());
                }
            }
        }
        return misfits;
    }

    /**
     * The server has refused values.
     *
     * @param columns of the source
     * @throws io.cdcvault.failure.CdcVaultException as {@link #misfits}
     */
    void refused(StagedTable table, Collection<String> columns) {
        for (StagedColumn column : table.plan().staging().sourceColumns()) {
            if (columns.contains(column.name())) {
                mustWait(table.name(), column);
            }
        }
    }

    private Optional<String> misfit(StagedTable table, List<Checked> columns, RowImage image) {
        for (Checked each : columns) {
            String value = StagedLines.input(image.text(each.column().name()));
            if (value != null
                    && each.loss().isChanged().test(value)
                    && mustWait(table.name(), each.column())
                    && each.loss().isLost().test(value)) {
                return Optional.of(each.column().type() + " does not hold its value as it is (column "
                        + each.column().name() + ")");
            }
        }
        return Optional.empty();
    }

    private boolean mustWait(TableName table, StagedColumn column) {
        return answers.computeIfAbsent(
                new Asked(table, column), asked -> news.mustWait(table, column.name(), column.type()));
    }

    private static List<Checked> checked(Staging staging) {
        List<Checked> checked = new ArrayList<>();
        for (StagedColumn column : staging.sourceColumns()) {
            SilentLoss.of(column.type()).ifPresent(loss -> checked.add(new Checked(column, loss)));
        }
        return checked;
    }
}

package io.cdcvault.load.staging;

import io.cdcvault.database.ServerMessage;
import io.cdcvault.load.row.Arrival;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Copies changes into the staging tables, and parks those that the server refuses. */
final class StagingCopy {

    private final RefusedRows refused;
    private final ValueFit fit;
    private long rows;

    StagingCopy(RefusedRows refused, ValueFit fit) {
        this.refused = refused;
        this.fit = fit;
    }

    /** All of them are staged or parked afterwards. */
    void copy(StagedTable table, List<Arrival> arrivals) throws SQLException {
        Map<Integer, String> misfits = fit.misfits(table, arrivals);
        List<Arrival> rest = misfits.isEmpty() ? arrivals : refused.park(table, arrivals, misfits);
        while (!rest.isEmpty()) {
            Optional<SQLException> refusal = table.stage(rest);
            if (refusal.isEmpty()) {
                rows += rest.size();
                refused.staged(table, rest);
                return;
            }
            Map<Integer, String> problems = problems(table, rest, refusal.get());
            if (problems.isEmpty()) {
                copyByHalves(table, rest);
                return;
            }
            rest = refused.park(table, rest, problems);
        }
    }

    /** Stages the deletion of every row. */
    void truncate(StagedTable table, Arrival truncate) throws SQLException {
        table.stageTruncate(truncate);
        refused.stagedTruncate(table, truncate);
        rows++;
    }

    /** Of an update that leaves its row without a key: ends the key that the row had before. */
    void end(StagedTable table, Arrival update) throws SQLException {
        table.stageEnding(update);
        refused.staged(table, List.of(update));
    }

    /** Source rows staged since the warehouse transaction began. */
    long rows() {
        return rows;
    }

    void clear() {
        rows = 0;
    }

    private Map<Integer, String> problems(StagedTable table, List<Arrival> arrivals, SQLException refusal)
            throws SQLException {
        Set<String> columns = new TreeSet<>();
        Map<Integer, String> problems = table.problems(arrivals, columns::add);
        fit.refused(table, columns);
        return problems.isEmpty() && arrivals.size() == 1 ? Map.of(0, ServerMessage.withoutDetails(refusal)) : problems;
    }

    /** The server refuses together what it takes one by one, or does not say which it is. */
    private void copyByHalves(StagedTable table, List<Arrival> arrivals) throws SQLException {
        int middle = arrivals.size() / 2;
        copy(table, arrivals.subList(0, middle));
        copy(table, refused.park(table, arrivals.subList(middle, arrivals.size()), Map.of()));
    }
}

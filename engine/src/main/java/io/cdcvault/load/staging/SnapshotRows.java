package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.row.Arrival;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Stages deletions that no change of the log stands for: of one source table's rows, all or those not shown. */
final class SnapshotRows {

    private final Connection connection;
    private final FeedName feed;
    private final LoadPlan plan;

    SnapshotRows(Connection connection, FeedName feed, LoadPlan plan) {
        this.connection = connection;
        this.feed = feed;
        this.plan = plan;
    }

    /** Stages the deletion of every row; returns their number. */
    int truncate(Arrival truncate) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.truncateStatement())) {
            bindCause(statement, truncate);
            return statement.executeUpdate();
        }
    }

    /**
     * Staged rows were shown by a snapshot.
     *
     * @param from this load date on; the others were before
     * @param after this sequence; the others are remembered
     */
    void remember(long snapshot, LoadDate from, long after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.rememberStatement())) {
            statement.setString(1, feed.text());
            statement.setLong(2, snapshot);
            statement.setString(3, from.toString());
            statement.setLong(4, after);
            statement.executeUpdate();
        }
    }

    /** Stages the deletion of what the snapshot did not show; returns the number of rows. */
    int closeDisappeared(Arrival end, long snapshot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.closeStatement())) {
            bindCause(statement, end);
            statement.setString(4, feed.text());
            statement.setLong(5, snapshot);
            // Nothing is known of how many rows were shown: compared one by one they would take the square of the time.
            execute("set local enable_hashjoin = on");
            execute("set local enable_nestloop = off");
            int closed = statement.executeUpdate();
            execute("set local enable_nestloop = on");
            execute("set local enable_hashjoin = off");
            return closed;
        }
    }

    private static void bindCause(PreparedStatement statement, Arrival cause) throws SQLException {
        statement.setLong(1, cause.sequence());
        statement.setString(2, cause.loadDate().toString());
        statement.setString(3, cause.change().commitLsn().map(Lsn::toString).orElse(null));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

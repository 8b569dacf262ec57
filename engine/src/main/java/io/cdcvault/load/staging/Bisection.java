package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.load.deadletter.RejectedChange;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.plan.Staging;
import io.cdcvault.load.row.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the changes for which the load of a table fails although each could be staged. A server does not say which row
 * a statement failed for, so halves of what is staged are tried, halves of halves, and so on: for one rejected row
 * among n about log2 n times, and what has been loaded stays loaded meanwhile, for a constraint may be about several
 * rows.
 *
 * <p>That needs every row's key in the staging table. They are not there unless the table is being bisected: so the
 * first failure only shows that it is to be.
 */
final class Bisection {

    private final Connection connection;
    private final StagedTable table;
    private final Staging staging;
    private final List<RejectedChange> found = new ArrayList<>();
    private @Nullable Savepoint staged;

    Bisection(Connection connection, StagedTable table) {
        this.connection = connection;
        this.table = table;
        this.staging = table.plan().staging();
    }

    /** To be called before the load that may fail. */
    void begin() throws SQLException {
        if (table.isBisected()) {
            staged = connection.setSavepoint();
        }
    }

    /**
     * What to stage again without, or with more care.
     *
     * @param failure of the load
     * @throws SQLException the failure, when no change can be found to blame
     */
    List<RejectedChange> find(SQLException failure) throws SQLException {
        if (staged == null) {
            return List.of(new RejectedChange.Unknown(table.name(), ServerMessage.withoutDetails(failure)));
        }
        connection.rollback(staged);
        execute(staging.setAsideStatement());
        long[] sequences = sequences();
        search(sequences, 0, sequences.length);
        if (found.isEmpty()) {
            throw failure;
        }
        return found;
    }

    /** Those from {@code begin} to before {@code end}. */
    private void search(long[] sequences, int begin, int end) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute(staging.emptyStatement());
            bringBack(sequences[begin], sequences[end - 1]);
            table.load(new HashMap<>());
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            connection.rollback(before);
            if (end - begin == 1) {
                found.add(rejected(sequences[begin], e));
            } else {
                int middle = (begin + end) / 2;
                search(sequences, begin, middle);
                search(sequences, middle, end);
            }
        }
    }

    private long[] sequences() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(staging.sequencesStatement())) {
            List<Long> sequences = new ArrayList<>();
            while (row.next()) {
                sequences.add(row.getLong(1));
            }
            return sequences.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private void bringBack(long first, long last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(staging.bringBackStatement())) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            statement.executeUpdate();
        }
    }

    private RejectedChange rejected(long sequence, SQLException failure) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(staging.keyStatement())) {
            statement.setLong(1, sequence);
            try (ResultSet row = statement.executeQuery()) {
                // A truncate's share in a row has no key.
                if (!row.next() || row.getString(1) == null) {
                    throw failure;
                }
                return new RejectedChange.OfRow(
                        new RowKey(table.name(), row.getString(1)),
                        new LoadDate(row.getLong(2)),
                        ServerMessage.withoutDetails(failure));
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

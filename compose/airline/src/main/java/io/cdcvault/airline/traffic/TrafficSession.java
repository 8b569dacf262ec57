package io.cdcvault.airline.traffic;

import io.cdcvault.airline.AirlineRow;
import io.cdcvault.airline.demo.RowCopy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements within the transaction that is open on a connection. */
final class TrafficSession {

    private final Connection connection;

    TrafficSession(Connection connection) {
        this.connection = connection;
    }

    void insert(AirlineRow row) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(row.values().size(), "?"));
        run("insert into " + row.table() + " values (" + marks + ")", row.values());
    }

    void insert(List<AirlineRow> rows) throws SQLException {
        for (AirlineRow row : rows) {
            insert(row);
        }
    }

    void copy(List<AirlineRow> rows) throws SQLException {
        new RowCopy(connection).copy(rows);
    }

    void run(String sql, @Nullable Object... values) throws SQLException {
        run(sql, Arrays.asList(values));
    }

    /** What the action did so far in the transaction stays, what it does from here on is undone. */
    void undone(Action action) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        action.run();
        connection.rollback(savepoint);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Statements. */
    @FunctionalInterface
    interface Action {
        void run() throws SQLException;
    }

    private void run(String sql, List<? extends @Nullable Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (Object value : values) {
                // Of no type, so that the server reads the text as the column's type.
                statement.setObject(index++, value == null ? null : value.toString(), Types.OTHER);
            }
            statement.executeUpdate();
        }
    }
}

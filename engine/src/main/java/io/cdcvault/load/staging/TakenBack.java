package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The staged changes of a table that do not hold at commit, which are no longer staged. */
final class TakenBack {

    private final List<String> keys = new ArrayList<>();
    private final List<String> loadDates = new ArrayList<>();
    private final List<Integer> rows = new ArrayList<>();

    /** Executes a statement that takes changes back and returns them. */
    void by(PreparedStatement statement) throws SQLException {
        try (ResultSet change = statement.executeQuery()) {
            while (change.next()) {
                keys.add(change.getString(1));
                loadDates.add(new LoadDate(change.getLong(2)).toString());
                rows.add(change.getInt(3));
            }
        }
    }

    /** Sets three parameters: keys, load dates, and by how many rows each change altered those that have the key. */
    void bind(PreparedStatement statement) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
        statement.setArray(2, connection.createArrayOf("text", loadDates.toArray()));
        statement.setArray(3, connection.createArrayOf("integer", rows.toArray()));
    }
}

package io.cdcvault.doctor.database;

import io.cdcvault.database.Sessions;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session that can only read, and that gives up on a silent server. */
public final class ExaminedSession implements AutoCloseable {

    private static final int MILLIS_TO_ANSWER = 15_000;

    private final Connection connection;

    private ExaminedSession(Connection connection) {
        this.connection = connection;
    }

    static ExaminedSession open(Settings.Database database, String installation) throws SQLException {
        Connection connection = Sessions.open(database, "doctor", installation);
        try {
            connection.setNetworkTimeout(Runnable::run, MILLIS_TO_ANSWER);
            connection.setReadOnly(true);
            return new ExaminedSession(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** For what asks by itself; closed with the session. */
    public Connection connection() {
        return connection;
    }

    /** @param parameters texts, or lists of texts as arrays */
    List<CatalogRow> rows(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                bind(statement, i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<CatalogRow> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(row(rows));
                }
                return read;
            }
        }
    }

    /** Of a query that has exactly one. */
    CatalogRow row(String sql, Object... parameters) throws SQLException {
        List<CatalogRow> rows = rows(sql, parameters);
        if (rows.size() != 1) {
            throw new SQLException("Expected one row, and there are " + rows.size());
        }
        return rows.get(0);
    }

    boolean isReadOnlyByDefault() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select reset_val from pg_settings where name = 'default_transaction_read_only'")) {
            return row.next() && row.getString(1).equals("on");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void bind(PreparedStatement statement, int index, Object parameter) throws SQLException {
        if (parameter instanceof List<?> list) {
            statement.setArray(index, connection.createArrayOf("text", list.toArray()));
        } else {
            statement.setString(index, parameter.toString());
        }
    }

    private static CatalogRow row(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, @Nullable String> texts = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            texts.put(columns.getColumnLabel(i), rows.getString(i));
        }
        return new CatalogRow(texts);
    }
}

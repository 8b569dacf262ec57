package io.cdcvault.verify;

import io.cdcvault.database.Login;
import io.cdcvault.database.PrimaryConnection;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * A connection whose transaction sees one moment and writes nothing. Values have the same text form in every session.
 * Used by one thread at a time.
 */
final class ReadSession implements AutoCloseable {

    private static final int ROWS_AT_ONCE = 10_000;

    private static final List<String> READER_SETTINGS = List.of("set work_mem = '64MB'", "set jit = off");

    /** SQLSTATE's class of data exceptions. */
    private static final String ABOUT_A_VALUE = "22";

    private static final String NOT_UTF8 = "22021";

    private final Connection connection;
    private final Database database;

    private ReadSession(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    /** Whom a failure is blamed on. */
    enum Database {
        MASTER(FailureKind.SOURCE_REFUSED, FailureKind.SOURCE_UNREACHABLE, FailureKind.SOURCE_NOT_READY),
        REPLICA(FailureKind.SOURCE_REFUSED, FailureKind.SOURCE_UNREACHABLE, FailureKind.SOURCE_NOT_READY),
        WAREHOUSE(FailureKind.WAREHOUSE_REFUSED, FailureKind.WAREHOUSE_UNREACHABLE, FailureKind.WAREHOUSE_FAILED);

        private final FailureKind refused;
        private final FailureKind unreachable;
        private final FailureKind failed;

        Database(FailureKind refused, FailureKind unreachable, FailureKind failed) {
            this.refused = refused;
            this.unreachable = unreachable;
            this.failed = failed;
        }

        CdcVaultException failure(String what, SQLException e) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            if (state.startsWith(ABOUT_A_VALUE)) {
                // The server's words hold the value.
                return new CdcVaultException(
                        FailureKind.VALUE_UNFIT, "Cannot " + what + " on the " + this + ": " + unfit(state));
            }
            boolean away = state.startsWith("08") || state.startsWith("57P");
            FailureKind otherwise = away ? unreachable : failed;
            return new CdcVaultException(
                    Login.isRefused(e) ? refused : otherwise,
                    "Cannot " + what + " on the " + this + ": " + ServerMessage.withoutValues(e),
                    e);
        }

        private static String unfit(String state) {
            return state.equals(NOT_UTF8)
                    ? "a text is not UTF-8, and a database of encoding SQL_ASCII does not say what else it is"
                    : "a value does not fit the type that the vault has for it (SQLSTATE " + state + ")";
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Connects; the transaction begins, and its moment is, when it is first asked something. */
    static ReadSession open(Database database, Settings.Database settings, String installation) {
        try {
            Connection connection = PrimaryConnection.open(settings, properties(settings, installation));
            Sessions.pin(connection);
            try (Statement statement = connection.createStatement()) {
                for (String setting : READER_SETTINGS) {
                    statement.execute(setting);
                }
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return new ReadSession(connection, database);
        } catch (SQLException e) {
            throw database.failure("connect to verify", e);
        }
    }

    static Properties properties(Settings.Database settings, String installation) {
        Properties properties = Login.properties(settings);
        properties.setProperty("ApplicationName", Sessions.name("verify", installation));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        return properties;
    }

    Connection connection() {
        return connection;
    }

    /** What a result says. */
    interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    /** What asks by itself. */
    interface Question<T> {
        T to(Connection connection) throws SQLException;
    }

    <T> T ask(String what, Question<T> question) {
        try {
            return question.to(connection);
        } catch (SQLException e) {
            throw database.failure(what, e);
        }
    }

    /**
     * Asks. A result of any size is read in pieces.
     *
     * @param parameters texts, or arrays of texts
     */
    <T> T query(String what, String sql, Reading<T> reading, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                bind(statement, i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            throw database.failure(what, e);
        }
    }

    void execute(String what, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw database.failure(what, e);
        }
    }

    /** Ends the transaction: the next question begins one that sees a later moment. */
    void moveOn() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw database.failure("end a transaction", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw database.failure("close the connection", e);
        }
    }

    private void bind(PreparedStatement statement, int index, Object parameter) throws SQLException {
        if (parameter instanceof List<?> texts) {
            statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
        } else {
            statement.setString(index, parameter.toString());
        }
    }
}

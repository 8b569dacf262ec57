package io.cdcvault.status;

import io.cdcvault.database.Login;
import io.cdcvault.database.NamesInForce;
import io.cdcvault.database.Sessions;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

/** A short look at a database: over a connection that gives up soon. */
final class Glance implements AutoCloseable {

    private static final String SECONDS_TO_CONNECT = "3";
    private static final String SECONDS_TO_ANSWER = "8";

    private final Connection connection;

    private Glance(Connection connection) {
        this.connection = connection;
    }

    /** What one look tells. */
    interface Look<T> {
        T at(Glance glance) throws SQLException;
    }

    /** Reads one row; there may be none. */
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** @param system as a person calls the database */
    static <T> Part<T> at(String system, Settings.Database database, String installation, Look<T> look) {
        try (Glance glance = connect(database, installation)) {
            return new Part.Seen<>(look.at(glance));
        } catch (SQLException e) {
            return new Part.Unreachable<>("The " + system + " at " + Login.address(database) + " does not answer: "
                    + firstSentence(String.valueOf(e.getMessage())));
        }
    }

    <T> T query(String sql, Reading<T> reading, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        }
    }

    /** Of the master: the settings with the slot and the publication that are in force. */
    Settings named(Settings settings) throws SQLException {
        return NamesInForce.of(settings, connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static Glance connect(Settings.Database database, String installation) throws SQLException {
        Properties properties = Login.properties(database);
        properties.setProperty("ApplicationName", Sessions.name("status", installation));
        properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
        properties.setProperty("loginTimeout", SECONDS_TO_ANSWER);
        properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
        return new Glance(DriverManager.getConnection(database.url(), properties));
    }

    private static String firstSentence(String message) {
        int end = message.indexOf(". ");
        return end < 0 ? message.strip() : message.substring(0, end);
    }
}

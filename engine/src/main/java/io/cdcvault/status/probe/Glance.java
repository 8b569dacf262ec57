package io.cdcvault.status.probe;

import io.cdcvault.database.Login;
import io.cdcvault.database.NamesInForce;
import io.cdcvault.database.OpenTransactions;
import io.cdcvault.database.PrimaryConnection;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** A short look at a database: over a connection that gives up soon. */
public final class Glance implements AutoCloseable {

    private static final String SECONDS_TO_CONNECT = "3";
    private static final String SECONDS_TO_ANSWER = "8";

    private final Connection connection;

    private Glance(Connection connection) {
        this.connection = connection;
    }

    /** The result of one look. */
    public interface Look<T> {
        T at(Glance glance) throws SQLException;
    }

    /** Reads one row; there may be none. */
    public interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /**
     * Looks at one database, within a limit of time.
     *
     * @param system as a person calls the database
     */
    public static <T> Probed<T> at(String system, Settings.Database database, String installation, Look<T> look) {
        try (Glance glance = connect(database, installation)) {
            return new Probed.Seen<>(look.at(glance));
        } catch (SQLException e) {
            return unreachable(system, database, e);
        }
    }

    private static <T> Probed<T> unreachable(String system, Settings.Database database, SQLException e) {
        boolean isRefused = Login.isRefused(e);
        return new Probed.Unreachable<>(
                "The " + system + " at " + Login.address(database)
                        + (isRefused ? " refuses the login: " : " does not answer: ")
                        + firstSentence(ServerMessage.withoutValues(e)),
                isRefused ? refusal(system) : Optional.empty());
    }

    private static Optional<FailureKind> refusal(String system) {
        return switch (system) {
            case "master", "replica" -> Optional.of(FailureKind.SOURCE_REFUSED);
            case "warehouse" -> Optional.of(FailureKind.WAREHOUSE_REFUSED);
            default -> Optional.empty();
        };
    }

    public <T> T query(String sql, Reading<T> reading, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        }
    }

    /** For what asks by itself; closed with the glance. */
    Connection connection() {
        return connection;
    }

    /** For which transactions the server waits before a slot that is being created can be used. */
    Optional<String> awaitedBy(String slot) throws SQLException {
        return OpenTransactions.awaitedBy(connection, slot);
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
        Connection connection = PrimaryConnection.open(database, properties);
        try {
            Sessions.pin(connection);
            return new Glance(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String firstSentence(String message) {
        int end = message.indexOf(". ");
        return end < 0 ? message.strip() : message.substring(0, end);
    }
}

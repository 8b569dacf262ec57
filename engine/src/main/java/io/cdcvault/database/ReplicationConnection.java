package io.cdcvault.database;

import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Sessions of the kind that changes are streamed over: any role may open one that streams, and ask the server there.
 */
final class ReplicationConnection {

    private ReplicationConnection() {}

    /**
     * A new session on the master; closed by the caller.
     *
     * @param role what it is for, as the server's views show it
     * @param secondsToAnswer after which a server that falls silent is given up
     */
    static Connection open(Settings settings, String role, long secondsToAnswer) throws SQLException {
        Properties properties = Sessions.properties(settings.source(), role, settings.name());
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "13");
        // A walsender takes no other.
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("socketTimeout", Long.toString(Math.min(Integer.MAX_VALUE, secondsToAnswer)));
        Connection connection = PrimaryConnection.open(settings.source(), properties);
        try {
            Sessions.pin(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}

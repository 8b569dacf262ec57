package io.cdcvault.database;

import io.cdcvault.schema.model.FittingName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens database sessions. */
public final class Sessions {

    private static final String SECONDS_TO_CONNECT = "10";

    /**
     * Both ends ask whether the other still lives, on the server within half a minute: by default it waits for two
     * hours, and holds the session's locks that long. What a server does not know or cannot do is left out.
     */
    private static final String KEEP_ALIVE =
            """
            select set_config(name, wanted, false)
            from (values ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '4'),
              ('tcp_user_timeout', '30000')) as settings (name, wanted)
            join pg_settings using (name)""";

    private Sessions() {}

    /**
     * A new session.
     *
     * @param role what the session is for, as the server's views show it; before the installation's name
     * @throws SQLException when none is to be had within some ten seconds
     */
    public static Connection open(Settings.Database database, String role, String installation) throws SQLException {
        Properties properties = properties(database, role, installation);
        Connection connection = DriverManager.getConnection(database.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(KEEP_ALIVE);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * What a session is called, {@code application_name}. The server would cut a long name, and sessions of two
     * installations could then not be told apart.
     */
    public static String name(String role, String installation) {
        return FittingName.of("cdc-vault " + role + " " + installation);
    }

    static Properties properties(Settings.Database database, String role, String installation) {
        Properties properties = Login.properties(database);
        properties.setProperty("ApplicationName", name(role, installation));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
        // A server that accepts the connection and never says a word.
        properties.setProperty("loginTimeout", SECONDS_TO_CONNECT);
        return properties;
    }
}

package io.cdcvault.database;

import io.cdcvault.schema.hash.SessionSettings;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens database sessions. */
public final class Sessions {

    private static final String SECONDS_TO_CONNECT = "10";

    private static final int MILLIS_TO_PREPARE = 20_000;

    /** First and alone, so that the rest is not cut short. */
    private static final String NO_LIMIT = "set statement_timeout = 0";

    /**
     * What a session depends on beside the form of values, in place of what the role, the database or the server has
     * set. Both ends ask whether the other still lives, on the server within half a minute: by default it waits for two
     * hours, and holds the session's locks that long. No timeout ends a session that waits, or work that takes its
     * time. What a server does not know is left out.
     */
    private static final String PINNED =
            """
            select set_config(name, wanted, false)
            from (values ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '4'),
              ('tcp_user_timeout', '30000'), ('lock_timeout', '0'), ('idle_session_timeout', '0'),
              ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'), ('exit_on_error', 'off'),
              ('default_transaction_isolation', 'read committed'), ('default_transaction_deferrable', 'off'),
              ('restrict_nonsystem_relation_kind', '')) as settings (name, wanted)
            join pg_settings using (name)
            union all
            -- The server's own is its administrator's choice, and decides when a slot is free again.
            select set_config(name, '60000', false) from pg_settings
            where name = 'wal_sender_timeout' and setting::bigint between 1 and 59999
              and source in ('database', 'user', 'database user')
            union all
            -- Named later than others, its functions and operators would be those of a user who names theirs alike.
            select set_config(name, 'pg_catalog, ' || setting, false) from pg_settings
            where name = 'search_path' and setting ~ 'pg_catalog'""";

    private Sessions() {}

    /**
     * A new session.
     *
     * @param role what the session is for, as the server's views show it; before the installation's name
     * @throws SQLException when none is to be had within some ten seconds
     */
    public static Connection open(Settings.Database database, String role, String installation) throws SQLException {
        Properties properties = properties(database, role, installation);
        Connection connection = PrimaryConnection.open(database, properties);
        try {
            // A server, or a network, that falls silent right after the login would be waited for without an end.
            connection.setNetworkTimeout(Runnable::run, MILLIS_TO_PREPARE);
            pin(connection);
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Sets everything that reading or writing a value depends on, and every timeout: what a role or a database has set
     * does not reach the service. Every session begins with it, also one that streams. Outside a transaction.
     */
    public static void pin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(NO_LIMIT);
            statement.execute(String.join("; ", SessionSettings.statements()));
            statement.execute(PINNED);
        }
    }

    /**
     * What a session is called, {@code application_name}. The server would cut a long name, and sessions of two
     * installations could then not be distinguished.
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

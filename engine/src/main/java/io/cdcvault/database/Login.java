package io.cdcvault.database;

import io.cdcvault.settings.Settings;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** What the driver needs to log in to a database as the settings say. Every session begins with it. */
public final class Login {

    private Login() {}

    /** Given beside the URL, whose own parameters win. */
    public static Properties properties(Settings.Database database) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, database.user());
        // Details are whole rows, which must not reach the log; the fields of an error stay readable.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        PGProperty.PASSWORD.set(properties, database.password().orElse(""));
        Optional<Settings.Database.Tls> tls = database.tls().or(() -> database.tlsCa()
                .filter(file -> !database.url().contains("sslmode="))
                .map(file -> Settings.Database.Tls.VERIFY_FULL));
        tls.ifPresent(wanted -> PGProperty.SSL_MODE.set(properties, wanted.mode()));
        database.tlsCa().ifPresent(file -> PGProperty.SSL_ROOT_CERT.set(properties, file));
        return properties;
    }

    /** Where a database is, without the URL's parameters, which may hold a password. */
    public static String address(Settings.Database database) {
        return address(database.url());
    }

    /** The same of a URL. */
    public static String address(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** Whether a server answered, and either side did not accept the other. */
    public static boolean isRefused(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        // No such role or password, or no such database.
        boolean refused = state.startsWith("28") || state.equals("3D000");
        for (Throwable cause = e; cause != null && !refused; cause = cause.getCause()) {
            refused = cause instanceof SSLException;
        }
        return refused;
    }

    /**
     * The same with the URL's parameters, and with its host, port and database, for a program that takes no URL.
     *
     * @return empty when the URL is none of PostgreSQL's
     */
    public static Optional<Properties> withUrl(Settings.Database database) {
        Properties parsed = Driver.parseURL(database.url(), properties(database));
        if (parsed == null) {
            return Optional.empty();
        }
        Properties all = new Properties();
        parsed.stringPropertyNames().forEach(name -> all.setProperty(name, parsed.getProperty(name)));
        return Optional.of(all);
    }
}

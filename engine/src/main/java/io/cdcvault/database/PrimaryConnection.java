package io.cdcvault.database;

import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the one of a URL's servers that takes writes. Standbys and dead servers in the list do no harm. A server
 * that was primary stays the first choice as long as it is one; when it is none any more all are asked, and of two that
 * take writes the one on the later timeline is used: the other is an old primary that came back.
 *
 * <p>Not the driver's own choice: it remembers for ten seconds what a server was, gives no server's answer, and takes
 * the first of two primaries.
 *
 * <p>Why: docs/decisions/0034-a-promoted-standby-continues-the-capture.md
 */
public final class PrimaryConnection {

    /** Of a list, one that does not answer must not keep the others from being asked. */
    private static final String SECONDS_FOR_ONE_OF_SEVERAL = "3";

    private static final int MILLIS_TO_ANSWER = 10_000;

    private static final String NO_PRIMARY = "08001";

    /** The timeline it writes on, in hexadecimal digits; NULL of a standby. */
    private static final String TIMELINE =
            "select case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end";

    /** By the URL with all servers: that of the one that was primary last. */
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private PrimaryConnection() {}

    /**
     * A new connection; to the only server of the URL also when it is a standby.
     *
     * @throws SQLException when no server takes writes, with the answer of each
     */
    public static Connection open(Settings.Database database, Properties properties) throws SQLException {
        UrlServers servers = UrlServers.of(database.url());
        if (!servers.isList()) {
            return DriverManager.getConnection(database.url(), properties);
        }
        Properties each = new Properties();
        each.putAll(properties);
        each.setProperty("connectTimeout", SECONDS_FOR_ONE_OF_SEVERAL);
        Optional<Connection> known = known(servers, database.url(), each);
        return known.isPresent() ? known.get() : choose(servers, database.url(), each);
    }

    /** Asks all servers again, next time: the one that was used last turned out to be an old primary. */
    public static void forget(String url) {
        KNOWN.remove(url);
    }

    /** Where a connection of {@link #open} leads: a URL of one server. */
    public static String url(Connection connection) throws SQLException {
        return connection.getMetaData().getURL();
    }

    /** The URLs of the servers, one each; the URL itself when it names one. */
    public static List<String> urls(String url) {
        return UrlServers.of(url).servers().stream().map(UrlServers.Server::url).toList();
    }

    private static Optional<Connection> known(UrlServers servers, String url, Properties properties) {
        return Optional.ofNullable(KNOWN.get(url)).flatMap(servers::at).flatMap(server -> new Candidate(server)
                .connect(properties));
    }

    private static Connection choose(UrlServers servers, String url, Properties properties) throws SQLException {
        List<Candidate> candidates =
                servers.servers().stream().map(Candidate::new).toList();
        Candidate chosen = null;
        for (Candidate candidate : candidates) {
            if (candidate.connect(properties).isPresent()) {
                if (chosen == null || candidate.timeline > chosen.timeline) {
                    close(chosen);
                    chosen = candidate;
                } else {
                    close(candidate);
                }
            }
        }
        if (chosen == null || chosen.connection == null) {
            throw noPrimary(candidates);
        }
        KNOWN.put(url, chosen.server.url());
        return chosen.connection;
    }

    private static void close(@Nullable Candidate candidate) throws SQLException {
        if (candidate != null && candidate.connection != null) {
            candidate.connection.close();
        }
    }

    private static SQLException noPrimary(List<Candidate> candidates) {
        Map<String, String> answers = new LinkedHashMap<>();
        List<SQLException> refusals = new ArrayList<>();
        for (Candidate candidate : candidates) {
            answers.put(candidate.server.name(), candidate.answer());
            Optional.ofNullable(candidate.failure).filter(Login::isRefused).ifPresent(refusals::add);
        }
        String message = "none of its servers is a primary: "
                + String.join(
                        "; ",
                        answers.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList());
        // Refused by all: that lasts until a person does something.
        return refusals.size() == candidates.size()
                ? new SQLException(message, refusals.get(0).getSQLState(), refusals.get(0))
                : new SQLException(message, NO_PRIMARY);
    }

    /** One of the servers, and what it answered. */
    private static final class Candidate {

        private final UrlServers.Server server;
        private @Nullable Connection connection;
        private @Nullable SQLException failure;
        private long timeline;

        Candidate(UrlServers.Server server) {
            this.server = server;
        }

        /** Empty when it is no primary. */
        Optional<Connection> connect(Properties properties) {
            try {
                Connection opened = DriverManager.getConnection(server.url(), properties);
                if (takesWrites(opened)) {
                    connection = opened;
                } else {
                    opened.close();
                }
            } catch (SQLException e) {
                failure = e;
            }
            return Optional.ofNullable(connection);
        }

        String answer() {
            SQLException failed = failure;
            return failed == null ? "is a standby" : "does not answer: " + ServerMessage.withoutValues(failed);
        }

        private boolean takesWrites(Connection opened) throws SQLException {
            int before = opened.getNetworkTimeout();
            opened.setNetworkTimeout(Runnable::run, MILLIS_TO_ANSWER);
            try (Statement statement = opened.createStatement();
                    ResultSet row = statement.executeQuery(TIMELINE)) {
                String found = row.next() ? row.getString(1) : null;
                timeline = found == null ? 0 : Long.parseLong(found, 16);
                opened.setNetworkTimeout(Runnable::run, before);
                return found != null;
            } catch (SQLException e) {
                opened.close();
                throw e;
            }
        }
    }
}

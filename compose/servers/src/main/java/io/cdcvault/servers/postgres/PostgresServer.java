package io.cdcvault.servers.postgres;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.files.Trees;
import io.cdcvault.servers.files.WholeDirectory;
import io.cdcvault.servers.process.FreePorts;
import io.cdcvault.servers.process.LocalServer;
import io.cdcvault.servers.process.Processes;
import io.cdcvault.servers.process.ThrowAway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL server in a directory, on 127.0.0.1, with the superuser {@code postgres} and no password. The server is
 * a process of its own; this object only holds on to it.
 */
public final class PostgresServer implements LocalServer, AutoCloseable {

    private final Path directory;
    private final int port;
    private final PostgresSettings settings;
    private final ClusterOrigin origin;
    private final Postmaster postmaster;

    PostgresServer(
            PostgresBinaries binaries, Path directory, int port, PostgresSettings settings, ClusterOrigin origin) {
        this.directory = directory.toAbsolutePath().normalize();
        this.port = port;
        this.settings = settings;
        this.origin = origin;
        this.postmaster = new Postmaster(binaries, this.directory);
    }

    /** A server whose cluster {@code initdb} makes at the first start. */
    public static PostgresServer in(Path directory, PostgresBinaries binaries, int port, PostgresSettings settings) {
        return new PostgresServer(binaries, directory, port, settings, new NewCluster(binaries));
    }

    /** A server for throw-away data, ready faster than {@link #in}. */
    public static PostgresServer copiedIn(
            Path directory, PostgresBinaries binaries, int port, PostgresSettings settings) {
        return new PostgresServer(binaries, directory, port, settings, new CopiedCluster(binaries));
    }

    /**
     * A streaming replica of a server that runs. It is copied from it at the first start, and again whenever the
     * primary has become another cluster or no longer keeps the WAL that the copy needs.
     */
    public static PostgresServer replicaOf(
            PostgresServer primary, Path directory, PostgresBinaries binaries, int port, PostgresSettings settings) {
        return new PostgresServer(binaries, directory, port, settings, new Standby(primary));
    }

    /** A running throw-away server on a free port; closing it, or the end of the JVM, removes all of it. */
    public static PostgresServer temporary() {
        return temporary(PostgresSettings.fast("test"));
    }

    /** A running throw-away server on a free port, with these settings. */
    public static PostgresServer temporary(PostgresSettings settings) {
        return temporary(PostgresBinaries.shared(), settings);
    }

    /** A running throw-away server of some version. */
    public static PostgresServer temporary(PostgresBinaries binaries, PostgresSettings settings) {
        Path directory = ThrowAway.directory("postgres").resolve("data");
        PostgresServer server = copiedIn(directory, binaries, FreePorts.next(), settings);
        server.start();
        return server;
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        try {
            if (Files.isDirectory(directory) && !origin.canContinue(directory)) {
                Trees.delete(directory);
            }
            WholeDirectory.make(directory, origin::fill);
            new PostgresConfiguration(directory).write(port, settings, origin.parameters());
        } catch (IOException e) {
            throw new LocalStackException("Cannot prepare the data directory " + directory + ": " + e, e);
        }
        postmaster.start();
        origin.started(this);
    }

    /** Ends the server in order, without waiting for its clients. */
    @Override
    public void stop() {
        postmaster.stop("fast");
    }

    /** Ends the server at once without a checkpoint, so that the next start recovers. */
    public void stopImmediately() {
        postmaster.stop("immediate");
    }

    @Override
    public void kill() {
        process().ifPresent(Processes::kill);
    }

    /** Lets a replica that runs go its own way, and returns when it takes writes. */
    public void promote() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_promote()");
        } catch (SQLException e) {
            throw new LocalStackException("Cannot promote " + jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /** Stops the server. A throw-away one is removed with its data. */
    @Override
    public void close() {
        if (ThrowAway.holds(directory)) {
            stopImmediately();
            ThrowAway.discard(directory);
        } else {
            stop();
        }
    }

    @Override
    public Optional<ProcessHandle> process() {
        return postmaster.process();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String address() {
        return jdbcUrl();
    }

    /** The directory of the cluster. */
    public Path directory() {
        return directory;
    }

    /** The name of the server's main database. */
    public String database() {
        return settings.database();
    }

    /** Where the main database is. */
    public String jdbcUrl() {
        return jdbcUrl(database());
    }

    /** Where a database is. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The user of every connection. */
    public String user() {
        return "postgres";
    }

    /** A new connection to the main database. */
    public Connection connect() {
        return connect(database());
    }

    /** A new connection to a database. */
    public Connection connect(String database) {
        try {
            return DriverManager.getConnection(jdbcUrl(database), user(), "");
        } catch (SQLException e) {
            throw new LocalStackException("Cannot connect to " + jdbcUrl(database) + ": " + e.getMessage(), e);
        }
    }

    /** Creates a database unless it exists. */
    public void createDatabase(String name) {
        try (Connection connection = connect("postgres")) {
            if (!exists(name, connection)) {
                try (Statement statement = connection.createStatement()) {
                    String quoted = connection.unwrap(PGConnection.class).escapeIdentifier(name);
                    statement.execute("create database " + quoted);
                }
            }
        } catch (SQLException e) {
            throw new LocalStackException("Cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(String database, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select from pg_database where datname = ?")) {
            query.setString(1, database);
            return query.executeQuery().next();
        }
    }
}

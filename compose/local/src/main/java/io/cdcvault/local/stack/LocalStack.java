package io.cdcvault.local.stack;

import io.cdcvault.airline.demo.BookingsSchema;
import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.kafka.KafkaBroker;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.LocalServer;
import io.cdcvault.servers.process.ThrowAway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The predecessor's whole stack in one directory. Nothing runs before it is asked for: {@link #master()} and its like
 * start their system, and what it needs, at the first call and never again, so that a test may stop or kill it.
 * Thread-safe as to starting.
 */
public final class LocalStack implements AutoCloseable {

    private static final List<StackSystem> STOPPING_ORDER = List.of(
            StackSystem.BROKER, StackSystem.REPLICA, StackSystem.MASTER, StackSystem.DWH, StackSystem.PRESENTATION);

    private final Path directory;
    private final Ports ports;
    private final Map<StackSystem, LocalServer> servers = new ConcurrentHashMap<>();
    private final Set<StackSystem> asked = EnumSet.noneOf(StackSystem.class);

    private LocalStack(Path directory, Ports ports, Map<StackSystem, LocalServer> servers) {
        this.directory = directory;
        this.ports = ports;
        this.servers.putAll(servers);
    }

    /** A stack that is kept: its data is durable and its systems outlive this JVM. */
    public static LocalStack at(Path directory, Ports ports) {
        Path home = directory.toAbsolutePath().normalize();
        return new LocalStack(home, ports, StackServers.kept(home, ports));
    }

    /** A stack that is thrown away with this JVM, on free ports, in a non-UTC time zone. */
    public static LocalStack temporary() {
        Path home = ThrowAway.directory("stack");
        Ports ports = Ports.free();
        return new LocalStack(home, ports, StackServers.throwAway(home, ports));
    }

    /** The source database {@code bookings}, with its tables and publication. */
    public PostgresServer master() {
        return (PostgresServer) asked(StackSystem.MASTER);
    }

    /** The master's streaming replica. */
    public PostgresServer replica() {
        return (PostgresServer) asked(StackSystem.REPLICA);
    }

    /** The warehouse. */
    public PostgresServer dwh() {
        return (PostgresServer) asked(StackSystem.DWH);
    }

    /** The database the mart is copied to. */
    public PostgresServer presentation() {
        return (PostgresServer) asked(StackSystem.PRESENTATION);
    }

    /** The Kafka broker. */
    public KafkaBroker broker() {
        return (KafkaBroker) asked(StackSystem.BROKER);
    }

    /**
     * Kills the master as {@code kill -9} does and lets its replica take its place, on its own port. There is no
     * replica until {@link #renewReplica}.
     */
    public PostgresServer promoteReplica() {
        PostgresServer promoted = replica();
        master().kill();
        promoted.promote();
        servers.put(StackSystem.MASTER, promoted);
        return promoted;
    }

    /** Copies the master to a new replica, on the port of the one that was killed. */
    public PostgresServer renewReplica(PostgresServer killed) {
        PostgresServer renewed = StackServers.replica(killed, master());
        servers.put(StackSystem.REPLICA, renewed);
        renewed.start();
        return renewed;
    }

    /** One system, whether or not it runs. */
    public LocalServer server(StackSystem system) {
        return Objects.requireNonNull(servers.get(system));
    }

    /** Starts a system unless it runs; the replica needs its master to run. */
    public void start(StackSystem system) {
        server(system).start();
        if (system == StackSystem.MASTER) {
            createTables();
        }
    }

    /** Whether any system runs. */
    public boolean isAnythingRunning() {
        return servers.values().stream().anyMatch(LocalServer::isRunning);
    }

    /** Stops all systems in an order in which none is left alone by what it needs. */
    public void stop() {
        STOPPING_ORDER.forEach(system -> server(system).stop());
    }

    /** The directory that holds everything. */
    public Path directory() {
        return directory;
    }

    /** Who listens where. */
    public Ports ports() {
        return ports;
    }

    /** Stops all systems; a stack that is thrown away is deleted. */
    @Override
    public void close() {
        if (ThrowAway.holds(directory)) {
            ThrowAway.discard(directory);
        } else {
            stop();
        }
    }

    private synchronized LocalServer asked(StackSystem system) {
        if (asked.add(system)) {
            if (system == StackSystem.REPLICA) {
                asked(StackSystem.MASTER);
            }
            start(system);
        }
        return server(system);
    }

    private void createTables() {
        try (Connection connection = ((PostgresServer) server(StackSystem.MASTER)).connect()) {
            BookingsSchema.createIfMissing(connection);
        } catch (SQLException e) {
            throw new LocalStackException("Cannot reach the master: " + e.getMessage(), e);
        }
    }
}

package io.cdcvault.capture.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that the connector of one capture has opened, so that they can be ended whichever one the connector
 * waits for: its engine cannot be closed while it creates a slot or reads a snapshot, and a batch that is blocked
 * downstream would hold the replication connection, for which a master waits that is shut down. Thread-safe.
 */
public final class CaptureSessions implements AutoCloseable {

    /** The driver's property by which a connection names its capture. */
    public static final String PROPERTY = "cdcvault.capture";

    private static final Logger LOG = LoggerFactory.getLogger(CaptureSessions.class);
    private static final Map<String, CaptureSessions> OPEN = new ConcurrentHashMap<>();

    private final String key = UUID.randomUUID().toString();
    private final List<Connection> connections = new ArrayList<>();
    private boolean isEnded;

    /** Knows from here on what the connector opens, until closed. */
    public void listen() {
        OPEN.put(key, this);
    }

    /** What a connection carries as {@link #PROPERTY}. */
    public String key() {
        return key;
    }

    /** @param key of the capture that opens it; of another program's, null */
    static void opened(@Nullable String key, Connection connection) {
        CaptureSessions sessions = key == null ? null : OPEN.get(key);
        if (sessions != null) {
            sessions.add(connection);
        }
    }

    /** Ends all connections, and each that is opened from now on. */
    public synchronized void abort() {
        isEnded = true;
        connections.forEach(CaptureSessions::abort);
        connections.clear();
    }

    @Override
    public void close() {
        OPEN.remove(key);
    }

    private synchronized void add(Connection connection) {
        if (isEnded) {
            abort(connection);
        } else {
            connections.removeIf(CaptureSessions::isClosed);
            connections.add(connection);
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Aborting a connection of the capture failed", e);
        }
    }
}

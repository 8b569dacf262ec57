package io.cdcvault.servers.process;

import java.util.Optional;

/**
 * A server of the stack, running as a process of its own that outlives this JVM. Starting, stopping and killing are
 * idempotent; the port stays the same over all of them. One thread at a time.
 */
public interface LocalServer {

    /** Starts the server, unless it runs, and returns when it answers. */
    void start();

    /** Ends the server in order and returns when it is gone. */
    void stop();

    /** Ends the server as {@code kill -9} does and returns when all its processes are gone. */
    void kill();

    /** Stops and starts. */
    default void restart() {
        stop();
        start();
    }

    /** The process, while it runs. */
    Optional<ProcessHandle> process();

    /** Whether the process runs. */
    default boolean isRunning() {
        return process().isPresent();
    }

    /** The port on 127.0.0.1. */
    int port();

    /** Where clients connect: a JDBC URL or a bootstrap server. */
    String address();
}

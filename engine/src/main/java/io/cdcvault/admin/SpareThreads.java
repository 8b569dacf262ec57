package io.cdcvault.admin;

import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server's threads, some of which only health may have: a client that takes its time to read an answer keeps a
 * thread, and as many of them as there are threads would make a service look dead that works.
 */
final class SpareThreads {

    private static final int FOR_ALL = 8;
    /** Two of them accept connections and wait for requests. */
    private static final int SPARE = 6;

    private static final int IDLE_MILLIS = 30_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SpareThreads() {}

    static QueuedThreadPool pool() {
        return new QueuedThreadPool(FOR_ALL + SPARE, 2, IDLE_MILLIS);
    }

    /** Requests beyond those that are answered at the same time wait, and are refused with 503 when that takes long. */
    static void reserve(Server server) {
        QoSHandler others = new QoSHandler();
        others.setMaxRequestCount(FOR_ALL);
        others.setMaxSuspend(PATIENCE);
        others.excludePath("/health/*");
        server.setHandler(others);
    }
}

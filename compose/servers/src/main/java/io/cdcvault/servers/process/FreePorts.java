package io.cdcvault.servers.process;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports of 127.0.0.1. */
public final class FreePorts {

    // Below every system's range for outgoing connections, so that a server that is down keeps its port.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    /** Test processes that run side by side: each takes ports of its own, so a server that is down keeps its port. */
    private static final int SHARES = 8;

    private static final int SHARE = Math.floorMod(Integer.getInteger("local-stack.ports.share", 0), SHARES);
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** A free port, given out once in this JVM. */
    public static int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST / SHARES, LAST / SHARES) * SHARES + SHARE;
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new LocalStackException("No free port between " + FIRST + " and " + LAST);
    }

    /** Whether a server could listen on the port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

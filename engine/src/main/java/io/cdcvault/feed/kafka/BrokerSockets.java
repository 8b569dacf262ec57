package io.cdcvault.feed.kafka;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Whether any broker listens. Kafka's own clients try again silently until their time is up, and do not distinguish a
 * broker that is down from one that is slow.
 */
final class BrokerSockets {

    private BrokerSockets() {}

    /**
     * @param bootstrapServers as configured: {@code host:port,host:port}
     * @param patience for each of them
     * @throws CdcVaultException when none of them accepts a connection
     */
    static void requireListener(String bootstrapServers, Duration patience) {
        StringBuilder failures = new StringBuilder();
        for (String server : bootstrapServers.split(",", -1)) {
            try {
                connect(server.strip(), Math.toIntExact(patience.toMillis()));
                return;
            } catch (IOException | IllegalArgumentException e) {
                failures.append(failures.isEmpty() ? "" : "; ")
                        .append(server.strip())
                        .append(": ")
                        .append(reason(e));
            }
        }
        throw new CdcVaultException(FailureKind.KAFKA_UNREACHABLE, "No Kafka broker answers: " + failures);
    }

    private static void connect(String server, int millis) throws IOException {
        int port = server.lastIndexOf(':');
        if (port < 0) {
            throw new IllegalArgumentException("not of the form host:port");
        }
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            server.substring(0, port).replaceAll("^.*//|[\\[\\]]", ""),
                            Integer.parseInt(server.substring(port + 1))),
                    millis);
        }
    }

    private static String reason(Exception e) {
        return e instanceof UnknownHostException ? "unknown host" : String.valueOf(e.getMessage());
    }
}

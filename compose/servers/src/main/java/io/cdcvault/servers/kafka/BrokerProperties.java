package io.cdcvault.servers.kafka;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configuration of a broker that is its own controller and has no peers. */
final class BrokerProperties {

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,DETOUR:PLAINTEXT,SECURE:SASL_SSL"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("num.partitions", "1"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // After a kill the broker is let in again only when its former self's session is over.
            Map.entry("broker.session.timeout.ms", "4000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            // The directories are small, and the cleaner's default buffer alone is 128 MiB.
            Map.entry("log.cleaner.dedupe.buffer.size", "16777216"));

    private final int port;
    private final int controllerPort;
    private final Optional<Detour> detour;
    private final Optional<SecureListener> secure;

    BrokerProperties(int port, int controllerPort, Optional<Detour> detour, Optional<SecureListener> secure) {
        this.port = port;
        this.controllerPort = controllerPort;
        this.detour = detour;
        this.secure = secure;
    }

    void write(Path file, Path data) throws IOException {
        Map<String, String> all = new TreeMap<>(FIXED);
        secure.ifPresent(listener -> all.putAll(listener.properties()));
        String secured = secure.map(listener -> "," + listener.listener()).orElse("");
        all.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort
                        + detour.map(by -> listener(by.port())).orElse("") + secured);
        all.put(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port
                        + detour.map(by -> listener(by.advertisedPort())).orElse("") + secured);
        // Named voters, not a recorded quorum: the ports may move between two starts.
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        all.put("log.dirs", data.toString().replace('\\', '/'));
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (Map.Entry<String, String> entry : all.entrySet()) {
                writer.write(entry.getKey() + "=" + entry.getValue() + "\n");
            }
        }
    }

    private static String listener(int detourPort) {
        return ",DETOUR://127.0.0.1:" + detourPort;
    }
}

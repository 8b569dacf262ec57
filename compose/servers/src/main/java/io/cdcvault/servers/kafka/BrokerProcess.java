package io.cdcvault.servers.kafka;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.files.WholeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** What runs inside the broker's own JVM. */
final class BrokerProcess {

    private final Path directory;
    private final BrokerProperties properties;

    /** A broker to be run in this very JVM, with the listeners that {@link KafkaBroker} wants beside the usual one. */
    BrokerProcess(Path directory, int port, int controllerPort, Optional<String> detour, Optional<String> secure) {
        this.directory = directory;
        this.properties = new BrokerProperties(
                port, controllerPort, detour.map(Detour::parse), secure.map(SecureListener::parse));
    }

    /** Formats the storage when it is new, and serves until the JVM is asked to end. */
    void run() throws IOException {
        Path data = directory.resolve("data");
        Path configuration = directory.resolve("broker.properties");
        WholeDirectory.make(data, this::format);
        properties.write(configuration, data);
        Kafka.main(new String[] {configuration.toString()});
    }

    private void format(Path empty) throws IOException {
        Path configuration = directory.resolve("format.properties");
        properties.write(configuration, empty);
        String[] command = {
            "format",
            "--config",
            configuration.toString(),
            "--cluster-id",
            Uuid.randomUuid().toString()
        };
        if (StorageTool.execute(command, System.out) != 0) {
            throw new LocalStackException("Cannot format the broker's storage in " + directory);
        }
        Files.delete(configuration);
    }
}

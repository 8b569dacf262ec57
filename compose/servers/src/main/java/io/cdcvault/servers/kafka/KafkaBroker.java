package io.cdcvault.servers.kafka;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.process.Await;
import io.cdcvault.servers.process.ChildJvm;
import io.cdcvault.servers.process.FreePorts;
import io.cdcvault.servers.process.LocalServer;
import io.cdcvault.servers.process.PidFile;
import io.cdcvault.servers.process.Processes;
import io.cdcvault.servers.process.ThrowAway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A Kafka broker in KRaft mode that is its own controller, on 127.0.0.1, in a directory. */
public final class KafkaBroker implements LocalServer, AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int SHOWN_LINES = 30;

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private final PidFile pidFile;
    private @Nullable Detour detour;
    private @Nullable SecureListener secure;

    private KafkaBroker(Path directory, int port, int controllerPort) {
        this.directory = directory.toAbsolutePath().normalize();
        this.port = port;
        this.controllerPort = controllerPort;
        this.pidFile = new PidFile(this.directory.resolve("broker.pid"), List.of("java", this.directory.toString()));
    }

    /** A broker whose storage is formatted at the first start. */
    public static KafkaBroker in(Path directory, int port, int controllerPort) {
        return new KafkaBroker(directory, port, controllerPort);
    }

    /**
     * Listens on one more port, from the next start on, for clients that come through a proxy: they must continue by
     * the proxy. The broker's own connections take no detour.
     *
     * @param proxies given the port that a proxy is to lead to, returns the proxy's own
     */
    public void detour(IntUnaryOperator proxies) {
        int port = FreePorts.next();
        detour = new Detour(port, proxies.applyAsInt(port));
    }

    /**
     * Listens on one more port, from the next start on, over TLS and for users who log in by SCRAM-SHA-512. From then
     * on the broker asks its ACLs, which bind all but those who come to the usual port.
     *
     * @param keyStore the broker's key and its certificates, as PEM
     * @return what clients connect to
     */
    public String secure(Path keyStore) {
        secure = new SecureListener(FreePorts.next(), keyStore);
        return "127.0.0.1:" + secure.port();
    }

    @Override
    public void start() {
        if (isRunning() && !FreePorts.isFree(port)) {
            return;
        }
        if (!isRunning()) {
            launch();
        }
        KafkaHealth health = new KafkaHealth(address());
        Await.until("the broker on port " + port + " answers, see " + log(), START_LIMIT, () -> {
            if (!isRunning()) {
                throw new LocalStackException(
                        "The broker ended while it was starting, see " + log() + ", which ends with: " + lastLines());
            }
            return health.isGood();
        });
    }

    @Override
    public void stop() {
        process().ifPresent(process -> Processes.terminate(process, STOP_LIMIT));
    }

    @Override
    public void kill() {
        process().ifPresent(Processes::kill);
    }

    /** Stops the broker. */
    @Override
    public void close() {
        stop();
    }

    @Override
    public Optional<ProcessHandle> process() {
        return pidFile.process();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String address() {
        return bootstrapServers();
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private void launch() {
        try {
            Files.createDirectories(directory);
            // Nothing ties it to our life or terminal.
            Process process = new ChildJvm(BrokerMain.class.getName(), options(), arguments())
                    .builder()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            process.getOutputStream().close();
            // Written here and not by the child, so that its early death is seen as such.
            Files.writeString(directory.resolve("broker.pid"), process.pid() + "\n");
        } catch (IOException e) {
            throw new LocalStackException("Cannot launch the broker in " + directory + ": " + e, e);
        }
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC", "-DlocalStackLogLevel=WARN"));
        if (ThrowAway.holds(directory)) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        return options;
    }

    private List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(List.of("--dir=" + directory, "--port=" + port, "--controller-port=" + controllerPort));
        if (detour != null) {
            arguments.add("--detour=" + detour);
        }
        if (secure != null) {
            arguments.add("--secure=" + secure);
        }
        if (ThrowAway.holds(directory)) {
            arguments.add("--end-with=" + ProcessHandle.current().pid());
        }
        return arguments;
    }

    /** A throw-away broker's log goes with it. */
    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    private Path log() {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }
}

package io.cdcvault.servers.kafka;

import io.cdcvault.servers.process.IgnoredSignals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The broker's own JVM: what {@link KafkaBroker} launches. */
@Command(name = "broker", description = "Is the broker that the local stack launches.")
final class BrokerMain implements Callable<Integer> {

    @Option(names = "--dir", required = true)
    private Path directory = Path.of("");

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--controller-port", required = true)
    private int controllerPort;

    @Option(names = "--detour", paramLabel = "PORT:ADVERTISED-PORT")
    private @Nullable String detour;

    @Option(names = "--secure", paramLabel = "PORT:KEY-STORE")
    private @Nullable String secure;

    @Option(names = "--end-with", description = "The process with which this broker ends.")
    private long owner;

    private BrokerMain() {}

    public static void main(String[] arguments) {
        // Named by its place, so that a jar of ours on another program's class path does not configure its logging.
        System.setProperty("logback.configurationFile", "io/cdcvault/servers/logback.xml");
        System.exit(new CommandLine(new BrokerMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        IgnoredSignals.ofTerminal();
        if (owner != 0) {
            endWithOwner();
        }
        new BrokerProcess(directory, port, controllerPort, Optional.ofNullable(detour), Optional.ofNullable(secure))
                .run();
        return 0;
    }

    /** Halts at once: what is lost is not needed any more. */
    private void endWithOwner() {
        Thread watch = new Thread(
                () -> {
                    ProcessHandle.of(owner)
                            .ifPresent(process -> process.onExit().join());
                    Runtime.getRuntime().halt(0);
                },
                "owner-watch");
        watch.setDaemon(true);
        watch.start();
    }
}

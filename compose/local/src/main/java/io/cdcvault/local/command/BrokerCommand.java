package io.cdcvault.local.command;

import io.cdcvault.local.kafka.BrokerProcess;
import io.cdcvault.local.process.IgnoredSignals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "broker", hidden = true, description = "Is the broker: what the other commands launch.")
final class BrokerCommand implements Callable<Integer> {

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

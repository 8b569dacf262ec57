package io.cdcvault.local.command;

import io.cdcvault.local.kafka.BrokerProcess;
import io.cdcvault.local.process.IgnoredSignals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

    @Option(names = "--end-with", description = "The process without which nobody needs this broker.")
    private long owner;

    @Override
    public Integer call() throws IOException {
        IgnoredSignals.ofTerminal();
        if (owner != 0) {
            endWithOwner();
        }
        new BrokerProcess(directory, port, controllerPort).run();
        return 0;
    }

    private void endWithOwner() {
        ProcessHandle.of(owner)
                .ifPresentOrElse(
                        process -> process.onExit()
                                .thenRun(() -> Runtime.getRuntime().halt(0)),
                        () -> Runtime.getRuntime().halt(0));
    }
}

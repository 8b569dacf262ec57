package io.cdcvault.local.command;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.Ports;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack a command is about. */
final class StackOptions {

    @Option(
            names = "--dir",
            defaultValue = ".local-stack",
            description = "The stack's directory (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".local-stack");

    @Option(
            names = "--port-offset",
            defaultValue = "${env:CDC_VAULT_PORT_OFFSET}",
            description = "Moves all ports by this much; remembered in the directory (environment:"
                    + " CDC_VAULT_PORT_OFFSET).")
    private @Nullable Integer portOffset;

    LocalStack stack() {
        return LocalStack.at(directory, Ports.movedBy(portOffset == null ? 0 : portOffset));
    }
}

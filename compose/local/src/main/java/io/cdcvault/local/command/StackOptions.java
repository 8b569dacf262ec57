package io.cdcvault.local.command;

import io.cdcvault.local.stack.StackDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which stack a command is about. */
final class StackOptions {

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            defaultValue = ".local-stack",
            description = "The stack's directory (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".local-stack");

    StackDirectory directory() {
        return new StackDirectory(directory);
    }
}

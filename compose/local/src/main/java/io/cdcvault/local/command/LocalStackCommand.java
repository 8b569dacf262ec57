package io.cdcvault.local.command;

import io.cdcvault.local.failure.LocalStackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of all commands. */
@Command(
        name = "local-stack",
        description = "The whole stack on this machine: master, replica, warehouse, presentation database and Kafka,"
                + " with no Docker and no root.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, DownCommand.class, BrokerCommand.class})
public final class LocalStackCommand {

    private LocalStackCommand() {}

    /** Runs one command line and returns its exit code. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new LocalStackCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LocalStackException) {
                command.getErr().println(failure.getMessage());
                return command.getCommandSpec().exitCodeOnExecutionException();
            }
            throw failure;
        });
        return line.execute(arguments);
    }
}

package io.cdcvault.local.command;

import io.cdcvault.servers.failure.LocalStackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands. */
@Command(
        name = "local-stack",
        description = {
            "The whole stack on this machine, with no Docker and no root: a PostgreSQL master and its streaming"
                    + " replica, the warehouse, the presentation database, and a Kafka broker. All on 127.0.0.1."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StackStatusCommand.class,
            ResetCommand.class,
            LoadDemoCommand.class,
            TrafficCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the reason is on standard error",
            "2:wrong command line",
            "3:a port is taken",
            "4:`status`: not every system runs"
        })
public final class LocalStackCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private LocalStackCommand() {}

    /** Runs one command line and returns its exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new LocalStackCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LocalStackException) {
                command.getErr().println(failure.getMessage());
                return StackExitCodes.FAILED;
            }
            throw failure;
        });
        return line;
    }
}

package io.cdcvault.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "cdc-vault",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "From a PostgreSQL master's WAL to Kafka topics and a Data Vault, in one process.",
        subcommands = {
            RunCommand.class,
            CaptureCommand.class,
            LoadCommand.class,
            SetupCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            TailCommand.class,
            TopicsCommand.class,
            ExplainCommand.class,
            VerifyCommand.class,
            SnapshotCommand.class,
            SkipLostCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            ReplayCommand.class,
            DeadLettersCommand.class,
            MartCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, or healthy",
            " 1:status: degraded; verify, replay: different; dead-letters: some still wait; mart: some are stale",
            " 2:wrong usage, configuration or model",
            " 3:status: down; verify: equal, but for rows that wait as dead letters",
            " 4:doctor: errors were found",
            "10-19:the master or the capture",
            "20-29:Kafka",
            "30-39:the warehouse",
            "40-49:a change, a file or a database that cannot be used",
            "50:the admin server",
            "60-69:the marts",
            "70-79:a defect of cdc-vault, or the machine lacks memory or threads"
        })
final class RootCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which command");
    }
}

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
            InitCommand.class,
            RunCommand.class,
            CaptureCommand.class,
            LoadCommand.class,
            SetupCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            PauseCommands.Pause.class,
            PauseCommands.Resume.class,
            TailCommand.class,
            TopicsCommand.class,
            ModelCommand.class,
            ExplainCommand.class,
            VerifyCommand.class,
            CutCommand.class,
            SnapshotCommand.class,
            SkipLostCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            ReplayCommand.class,
            DeadLettersCommand.class,
            MartCommand.class
        },
        modelTransformer = ExitCodes.class,
        exitCodeList = {
            "0:done, or healthy",
            "1:status: degraded; verify, replay: different; dead-letters: some still wait; mart: some are stale",
            "3:status: down; verify: equal, but for rows that wait as dead letters",
            "4:doctor: errors were found; model check: problems were found"
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

package io.cdcvault.cli;

import io.cdcvault.bookkeeping.Pauses;
import io.cdcvault.change.Pausable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Resume the capture or the loader after a pause. Running services follow within seconds.")
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(paramLabel = "STAGE", description = "${COMPLETION-CANDIDATES}; without Kafka, capture is all.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Pausable stage;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        new Pauses(configuration.settings()).resume(stage);
        spec.commandLine().getOut().println(stage.word() + " resumed");
        return 0;
    }
}

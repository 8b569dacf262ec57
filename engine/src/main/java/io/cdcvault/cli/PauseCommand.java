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
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Let the capture or the loader rest until it is resumed, whether a service runs or not.",
        footer = {
            "",
            "Running services follow within seconds and finish what they have begun. The warehouse remembers it: a",
            "service that starts meanwhile does not begin. While the capture rests, the master keeps its WAL."
        })
final class PauseCommand implements Callable<Integer> {

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
        new Pauses(configuration.settings()).pause(stage);
        spec.commandLine().getOut().println(stage.word() + " is paused");
        return 0;
    }
}

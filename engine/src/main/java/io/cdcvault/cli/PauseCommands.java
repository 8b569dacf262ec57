package io.cdcvault.cli;

import io.cdcvault.bookkeeping.Pauses;
import io.cdcvault.change.Pausable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Let a stage rest, and work again. */
final class PauseCommands {

    private PauseCommands() {}

    private abstract static class StageCommand implements Callable<Integer> {

        @Mixin
        private final SourceOptions configuration = new SourceOptions();

        @Parameters(paramLabel = "STAGE", description = "${COMPLETION-CANDIDATES}; without Kafka, capture is all.")
        @SuppressWarnings("NullAway.Init") // picocli sets it.
        private Pausable stage;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it.
        private CommandSpec spec;

        @Override
        public final Integer call() {
            Output.print(spec, List.of(stage.word() + " " + change(new Pauses(configuration.settings()), stage)));
            return 0;
        }

        /** Returns what the stage does now. */
        abstract String change(Pauses pauses, Pausable stage);
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Let the capture or the loader rest until it is resumed, whether a service runs or not.",
            footer = {
                "",
                "Running services follow within seconds and finish what they have begun. The warehouse remembers it: a"
                        + " service that starts meanwhile does not begin. While the capture rests, the master keeps its"
                        + " WAL."
            })
    static final class Pause extends StageCommand {

        @Override
        String change(Pauses pauses, Pausable stage) {
            pauses.pause(stage);
            return "is paused";
        }
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Resume the capture or the loader after a pause. Running services follow within seconds.")
    static final class Resume extends StageCommand {

        @Override
        String change(Pauses pauses, Pausable stage) {
            pauses.resume(stage);
            return "resumed";
        }
    }
}

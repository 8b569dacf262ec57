package io.cdcvault.cli;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description =
                "List the changes that could not be loaded, retry them once their cause is removed, or discard them.",
        footer = {
            "",
            "Later changes of the same row wait behind the one that could not be loaded. A retry loads all of a row's"
                    + " changes, in order and each as of its own time. The service need not be stopped."
        })
final class DeadLettersCommand implements Runnable {

    private static final int SOME_WAIT = 1;

    private final Time time = Time.system();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show, retry or discard");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List those that wait. Exit code 1 if any does.")
    int list(
            @Mixin SourceOptions configuration,
            @Option(names = "--all", description = "Those too that were loaded or discarded.") boolean all,
            @Mixin Output output) {
        try (DeadLetters letters = configuration.installation().deadLetters(time)) {
            List<DeadLetter> listed = letters.list(all);
            output.print(() -> DeadLetterText.json(listed), terminal -> DeadLetterText.table(listed, terminal));
            return listed.stream().allMatch(letter -> letter.resolution().isPresent()) ? 0 : SOME_WAIT;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Print one as it came.")
    int show(@Mixin SourceOptions configuration, @Parameters(paramLabel = "ID", description = "As listed.") long id) {
        try (DeadLetters letters = configuration.installation().deadLetters(time)) {
            DeadLetter letter =
                    LetterChoice.named(letters.list(true), List.of(id)).get(0);
            Output.print(spec, DeadLetterText.whole(letter, letters.content(letter)));
            return 0;
        }
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Load the changes of these letters' rows. Exit code 1 if any still cannot be loaded.")
    int retry(@Mixin SourceOptions configuration, @Mixin LetterChoice choice) {
        try (DeadLetters letters = configuration.installation().deadLetters(time)) {
            List<DeadLetter> rows = oneOfEachRow(choice.of(letters.list(false)));
            List<String> refusals = retry(letters, rows);
            Output.print(spec, List.of((rows.size() - refusals.size()) + " of " + rows.size() + " rows loaded"));
            Output.print(spec, refusals);
            return refusals.isEmpty() ? 0 : SOME_WAIT;
        }
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Give changes up: the vault will never show them.")
    int discard(
            @Mixin SourceOptions configuration,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Kept with them.")
                    String reason,
            @Mixin LetterChoice choice) {
        try (DeadLetters letters = configuration.installation().deadLetters(time)) {
            long discarded = choice.of(letters.list(false)).stream()
                    .filter(letter -> letters.discard(letter, reason))
                    .count();
            Output.print(spec, List.of(discarded + " discarded"));
            return 0;
        }
    }

    private List<String> retry(DeadLetters letters, List<DeadLetter> rows) {
        List<String> refusals = new ArrayList<>();
        try (ProgressLine progress =
                new ProgressLine(Terminal.ofProcess(), spec.commandLine().getErr(), time)) {
            progress.begin("Retrying " + rows.size() + " rows");
            for (int done = 0; done < rows.size(); done++) {
                String row = DeadLetterText.row(rows.get(done));
                progress.draw(done, rows.size(), done + "/" + rows.size() + " " + row);
                letters.retry(rows.get(done)).ifPresent(why -> refusals.add(row + ": " + why));
            }
        }
        return refusals;
    }

    private static List<DeadLetter> oneOfEachRow(List<DeadLetter> letters) {
        Set<String> seen = new HashSet<>();
        return letters.stream()
                .filter(letter -> letter.rowKey().isEmpty()
                        || seen.add(letter.table() + letter.rowKey().get()))
                .toList();
    }
}

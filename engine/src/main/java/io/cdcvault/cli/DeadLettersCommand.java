package io.cdcvault.cli;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.load.DeadLetters;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
            "Later changes of the same row wait behind the one that could not be loaded. A retry loads all",
            "of a row's changes, in order and each as of its own time. The service need not be stopped."
        })
final class DeadLettersCommand implements Runnable {

    private static final int SOME_WAIT = 1;

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
            @Mixin ConfigurationOptions configuration,
            @Option(names = "--all", description = "Those too that were loaded or discarded.") boolean all,
            @Option(names = "--json", description = "Print one JSON object a line.") boolean json) {
        try (DeadLetters letters = configuration.installation().deadLetters()) {
            List<DeadLetter> listed = letters.list(all);
            PrintWriter out = spec.commandLine().getOut();
            (json ? DeadLetterText.json(listed) : DeadLetterText.table(listed)).forEach(out::println);
            out.flush();
            return listed.stream().allMatch(letter -> letter.resolution().isPresent()) ? 0 : SOME_WAIT;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Print one as it came.")
    int show(
            @Mixin ConfigurationOptions configuration,
            @Parameters(paramLabel = "ID", description = "As listed.") long id) {
        try (DeadLetters letters = configuration.installation().deadLetters()) {
            DeadLetter letter = chosen(letters.list(true), List.of(id)).get(0);
            PrintWriter out = spec.commandLine().getOut();
            DeadLetterText.whole(letter, letters.content(letter)).forEach(out::println);
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Load the changes of these letters' rows. Exit code 1 if any still cannot be loaded.")
    int retry(
            @Mixin ConfigurationOptions configuration,
            @Option(names = "--all", description = "Every one that waits.") boolean all,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "As listed; any letter of a row will do.")
                    @Nullable
                    List<Long> ids) {
        try (DeadLetters letters = configuration.installation().deadLetters()) {
            List<DeadLetter> rows = oneOfEachRow(chosen(letters.list(false), ids, all));
            List<String> refusals = retry(letters, rows);
            PrintWriter out = spec.commandLine().getOut();
            out.println((rows.size() - refusals.size()) + " of " + rows.size() + " rows loaded");
            refusals.forEach(out::println);
            out.flush();
            return refusals.isEmpty() ? 0 : SOME_WAIT;
        }
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Give changes up: the vault will never show them.")
    int discard(
            @Mixin ConfigurationOptions configuration,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Kept with them.")
                    String reason,
            @Option(names = "--all", description = "Every one that waits.") boolean all,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "As listed.") @Nullable List<Long> ids) {
        try (DeadLetters letters = configuration.installation().deadLetters()) {
            long discarded = chosen(letters.list(false), ids, all).stream()
                    .filter(letter -> letters.discard(letter, reason))
                    .count();
            PrintWriter out = spec.commandLine().getOut();
            out.println(discarded + " discarded");
            out.flush();
            return 0;
        }
    }

    private List<String> retry(DeadLetters letters, List<DeadLetter> rows) {
        List<String> refusals = new ArrayList<>();
        try (StepProgress progress =
                new StepProgress(Terminal.ofProcess(), spec.commandLine().getErr())) {
            for (int done = 0; done < rows.size(); done++) {
                String row = DeadLetterText.row(rows.get(done));
                progress.at(done, rows.size(), row);
                letters.retry(rows.get(done)).ifPresent(why -> refusals.add(row + ": " + why));
            }
        }
        return refusals;
    }

    private List<DeadLetter> chosen(List<DeadLetter> letters, @Nullable List<Long> ids, boolean all) {
        boolean isNamed = ids != null && !ids.isEmpty();
        if (all == isNamed) {
            throw new ParameterException(spec.commandLine(), "Name the letters by their ids, or say --all");
        }
        return ids == null || all ? letters : chosen(letters, ids);
    }

    private static List<DeadLetter> chosen(List<DeadLetter> letters, List<Long> ids) {
        List<Long> lacking = new ArrayList<>(ids);
        letters.forEach(letter -> lacking.remove(letter.id()));
        if (!lacking.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.DEAD_LETTER_REFUSED,
                    "No dead letter " + lacking.get(0) + " waits; see `dead-letters list`");
        }
        return letters.stream().filter(letter -> ids.contains(letter.id())).toList();
    }

    private static List<DeadLetter> oneOfEachRow(List<DeadLetter> letters) {
        Set<String> seen = new HashSet<>();
        return letters.stream()
                .filter(letter -> letter.rowKey().isEmpty()
                        || seen.add(letter.table() + letter.rowKey().get()))
                .toList();
    }
}

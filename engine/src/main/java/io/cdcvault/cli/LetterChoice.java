package io.cdcvault.cli;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which dead letters a command is about: some by their ids, or all. */
final class LetterChoice {

    @Option(names = "--all", description = "Every one that waits.")
    private boolean all;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "As listed; any letter of a row will do.")
    private List<Long> ids = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec command;

    /** @throws CdcVaultException when one is named that is not among these */
    List<DeadLetter> of(List<DeadLetter> waiting) {
        if (all != ids.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Name the letters by their ids, or say --all");
        }
        return all ? waiting : named(waiting, ids);
    }

    static List<DeadLetter> named(List<DeadLetter> letters, List<Long> ids) {
        List<Long> lacking = new ArrayList<>(ids);
        letters.forEach(letter -> lacking.remove(letter.id()));
        if (!lacking.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.DEAD_LETTER_REFUSED,
                    "No dead letter " + lacking.get(0) + " waits; see `dead-letters list`");
        }
        return letters.stream().filter(letter -> ids.contains(letter.id())).toList();
    }
}

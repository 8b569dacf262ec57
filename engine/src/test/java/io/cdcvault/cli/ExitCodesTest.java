package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.FailureKind;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the help says about exit codes holds for every kind of failure. */
final class ExitCodesTest {

    private static final CommandLine ROOT = new CommandLine(new RootCommand());

    @Test
    void helpNamesTheExitCodeOfEveryFailure() {
        for (FailureKind kind : FailureKind.values()) {
            assertThat(codes(ROOT)).as(kind.name()).anyMatch(range -> holds(range, kind.exitCode()));
        }
    }

    /** A range that ends with the last kind there is today is wrong with the next. */
    @Test
    void rangesOfEveryCommandAreWholeTens() {
        Stream.concat(Stream.of(ROOT), ROOT.getSubcommands().values().stream())
                .flatMap(command -> codes(command).stream())
                .filter(range -> range.contains("-"))
                .forEach(range -> assertThat(range).matches("(\\d)0-\\19"));
    }

    private static Set<String> codes(CommandLine command) {
        return command.getCommandSpec().usageMessage().exitCodeList().keySet();
    }

    private static boolean holds(String range, int code) {
        String[] ends = range.strip().split("-", -1);
        return Integer.parseInt(ends[0]) <= code && code <= Integer.parseInt(ends[ends.length - 1]);
    }
}

package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.FailureArea;
import io.cdcvault.failure.FailureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the help says about exit codes holds for every kind of failure. */
final class ExitCodesTest {

    @Test
    void everyKindOfFailureHasACodeOfItsArea() {
        for (FailureKind kind : FailureKind.values()) {
            assertThat(holds(FailureArea.of(kind).exitCodes(), kind.exitCode()))
                    .as(kind.name())
                    .isTrue();
        }
    }

    @Test
    void everyCommandThatReadsTheConfigurationListsEveryFailure() {
        for (CommandLine command : commands()) {
            if (command.getCommandSpec().findOption("--config") != null) {
                for (FailureKind kind : FailureKind.values()) {
                    assertThat(codes(command))
                            .as(command.getCommandSpec().qualifiedName() + ", " + kind)
                            .anyMatch(range -> holds(range, kind.exitCode()));
                }
            }
        }
    }

    @Test
    void everyHelpNamesTheAreasOfFailures() {
        Map<String, String> texts = HelpTexts.all(2_000);

        assertThat(texts.get("help of cdc-vault")).contains(words(FailureArea.values()));
        assertThat(texts.get("help of cdc-vault verify")).contains(words(FailureArea.values()));
        assertThat(texts.get("help of cdc-vault dead-letters retry")).contains(words(FailureArea.values()));
        assertThat(texts.get("help of cdc-vault completion"))
                .contains(words(FailureArea.USAGE, FailureArea.PROGRAM))
                .doesNotContain(words(FailureArea.KAFKA));
    }

    @Test
    void codesStandInOrderAndACommandsOwnReplacesTheUsualOne() {
        CommandLine verify =
                Objects.requireNonNull(Main.commandLine().getSubcommands().get("verify"));

        assertThat(codes(verify)).containsExactly(" 0", " 1", " 2", " 3", "10-79");
        assertThat(verify.getUsageMessage()).contains("0      equal").doesNotContain("0      done");
    }

    private static String[] words(FailureArea... areas) {
        return Arrays.stream(areas).map(FailureArea::words).toArray(String[]::new);
    }

    private static Set<String> codes(CommandLine command) {
        return command.getCommandSpec().usageMessage().exitCodeList().keySet();
    }

    private static boolean holds(String range, int code) {
        String[] ends = range.strip().split("-", -1);
        return Integer.parseInt(ends[0]) <= code && code <= Integer.parseInt(ends[ends.length - 1]);
    }

    private static List<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        collect(Main.commandLine(), all);
        return all;
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(below -> collect(below, all));
    }
}

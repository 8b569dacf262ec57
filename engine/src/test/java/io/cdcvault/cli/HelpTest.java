package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The help of every command, at any terminal. */
final class HelpTest {

    private static final int ENDLESS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void noLineIsLongerThanTheTerminalIsWide(int width) {
        HelpTexts.all(width)
                .forEach((name, text) -> assertThat(text.lines()).as(name).allMatch(line -> line.length() <= width));
    }

    /** A line of one word, with room for the next, is what wrapping a wrapped text leaves. */
    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void noTextIsWrappedTwice(int width) {
        HelpTexts.all(width).forEach((name, text) -> {
            List<String> lines = text.lines().toList();
            for (int i = 0; i + 1 < lines.size(); i++) {
                assertThat(isOrphan(lines.get(i), lines.get(i + 1), width))
                        .as("%s at %s columns: %s", name, width, lines.get(i))
                        .isFalse();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void noNameIsBroken(int width) {
        Map<String, String> whole = HelpTexts.all(ENDLESS);
        List<String> broken = new ArrayList<>();
        HelpTexts.all(width).forEach((name, text) -> {
            Set<String> parts = words(text);
            parts.removeAll(words(whole.getOrDefault(name, "")));
            parts.forEach(part -> broken.add(name + ": " + part));
        });

        assertThat(broken).isEmpty();
    }

    /** Then only picocli breaks them, where the terminal ends. */
    @Test
    void paragraphsOfFootersAreWholeSentences() {
        commands().forEach(command -> {
            String[] footer = command.getCommandSpec().usageMessage().footer();
            assertThat(Arrays.stream(footer).filter(line -> !line.isBlank() && !isExample(line)))
                    .as(command.getCommandSpec().qualifiedName())
                    .allMatch(paragraph -> paragraph.matches(".*[.:]"));
        });
    }

    @Test
    void anOptionMeansTheSameInEveryCommand() {
        Map<String, Set<String>> descriptions = new TreeMap<>();
        for (CommandLine command : commands()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (List.of("--json", "--config", "--set", "--snapshot-anew").contains(option.longestName())) {
                    descriptions
                            .computeIfAbsent(option.longestName(), name -> new TreeSet<>())
                            .add(String.join(" ", option.description()));
                }
            }
        }

        assertThat(descriptions).hasSize(4);
        assertThat(descriptions).allSatisfy((option, texts) -> assertThat(texts).hasSize(1));
    }

    private static boolean isOrphan(String line, String next, int width) {
        String word = line.strip();
        String nextWord = next.strip().split(" ", -1)[0];
        return !word.isEmpty()
                && !nextWord.isEmpty()
                && !word.contains(" ")
                && !word.endsWith(":")
                // An option of the synopsis.
                && !word.startsWith("[")
                && indentation(line) == indentation(next)
                && line.length() + 1 + nextWord.length() <= width;
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.strip().split("\\s+", -1)));
    }

    private static boolean isExample(String line) {
        return line.startsWith("  ");
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

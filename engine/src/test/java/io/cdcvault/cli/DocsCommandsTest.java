package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the pages say to run is a command with options that exist. */
final class DocsCommandsTest {

    private static final Path ROOT = Path.of("..");

    /** In a block of code, up to what explains it or follows in the shell. */
    private static final Pattern LINE =
            Pattern.compile("(?m)^ *(?:bin/)?cdc-vault (\\S+(?: \\S+)*?)(?= {2}| [#|&]| and |$)");

    private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Pattern INLINE = Pattern.compile("`(?:bin/)?cdc-vault\\s([^`|…]+)`");

    @Test
    void everyCommandThatThePagesNameIsOne() {
        List<String> refused = new ArrayList<>();
        pages().forEach(page -> commands(text(page)).forEach(command -> {
            try {
                Main.commandLine().parseArgs(command.strip().split("\\s+"));
            } catch (MissingParameterException e) {
                // A command may be named without what it needs.
            } catch (ParameterException e) {
                refused.add(page + ": " + command + ": " + e.getMessage());
            }
        }));

        assertThat(refused).isEmpty();
    }

    private static Stream<String> commands(String page) {
        Stream<String> inBlocks = BLOCK.matcher(page)
                .results()
                .flatMap(block -> LINE.matcher(block.group()).results())
                .map(line -> line.group(1));
        Stream<String> inText =
                INLINE.matcher(BLOCK.matcher(page).replaceAll("")).results().map(code -> code.group(1));
        return Stream.concat(inBlocks, inText);
    }

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            docs,
                            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                                    .map(ROOT::resolve))
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

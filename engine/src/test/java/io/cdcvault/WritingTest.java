package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.cli.HelpTexts;
import io.cdcvault.failure.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that docs/writing.md retires stay away from what users read: help, remedies, README and docs. */
final class WritingTest {

    private static final Path ROOT = Path.of("..");

    /** Options such as {@code --snapshot-anew} keep their names. */
    private static final Pattern RETIRED = Pattern.compile(
            "(?i)(?<![-\\w])(anew|goes on|go on|somebody|nobody|mend|mends|mended|broken off|brought in)\\b");

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)");

    @Test
    void textsForUsersHaveNoRetiredWords() {
        Map<String, String> texts = new TreeMap<>(HelpTexts.all());
        for (FailureKind kind : FailureKind.values()) {
            texts.put("remedy of " + kind, kind.remedy());
        }
        pages().forEach(page ->
                texts.put(page.toString(), CODE.matcher(read(page)).replaceAll("")));

        List<String> found = new ArrayList<>();
        texts.forEach((name, text) -> {
            for (Matcher matcher = RETIRED.matcher(text); matcher.find(); ) {
                found.add(name + ": … " + text.substring(Math.max(0, matcher.start() - 30), matcher.end()) + " …");
            }
        });

        assertThat(found).as("docs/writing.md has the words to use instead").isEmpty();
    }

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            docs,
                            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md")
                                    .map(ROOT::resolve))
                    .filter(file -> file.toString().endsWith(".md") && !file.endsWith("writing.md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

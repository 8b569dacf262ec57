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

/**
 * Words that docs/writing.md retires stay away from all that is read: help, remedies, docs, messages, comments, the
 * page.
 */
final class WritingTest {

    private static final Path ROOT = Path.of("..");

    /** Options such as {@code --snapshot-anew} keep their names. */
    private static final Pattern RETIRED = Pattern.compile(
            "(?i)(?<![-\\w])(anew|goes on|go on|somebody|nobody|whatever|whoever|mend|mends|mended|mending|broken off"
                    + "|brought in|told|tell|tells|judge|judges|judged|culprit|culprits|comes? up to)\\b");

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)");

    @Test
    void textsForUsersHaveNoRetiredWords() {
        Map<String, String> texts = new TreeMap<>(HelpTexts.all());
        for (FailureKind kind : FailureKind.values()) {
            texts.put("remedy of " + kind, kind.remedy());
        }
        pages().forEach(page ->
                texts.put(page.toString(), CODE.matcher(read(page)).replaceAll("")));

        assertNoneIsRetired(texts);
    }

    /** Messages, comments and the page. */
    @Test
    void sourcesHaveNoRetiredWords() {
        Map<String, String> texts = new TreeMap<>();
        for (String module : List.of(
                "engine",
                "vault-schema",
                "jooq-codegen",
                "compose/servers",
                "compose/airline",
                "compose/local",
                "compose/bench")) {
            Path main = ROOT.resolve(module).resolve("src/main");
            files(main)
                    .filter(file -> !file.toString().contains("/migration/"))
                    .forEach(file -> texts.put(ROOT.relativize(file).toString(), read(file)));
        }

        assertNoneIsRetired(texts);
    }

    private static void assertNoneIsRetired(Map<String, String> texts) {
        List<String> found = new ArrayList<>();
        texts.forEach((name, text) -> {
            for (Matcher matcher = RETIRED.matcher(text); matcher.find(); ) {
                found.add(name + ": … " + text.substring(Math.max(0, matcher.start() - 30), matcher.end()) + " …");
            }
        });

        assertThat(found).as("docs/writing.md has the words to use instead").isEmpty();
    }

    private static List<Path> pages() {
        return Stream.concat(
                        files(ROOT.resolve("docs")),
                        Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                                .map(ROOT::resolve))
                .filter(file -> file.toString().endsWith(".md") && !file.endsWith("writing.md"))
                .toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all
                    .filter(file -> file.toString().matches(".*\\.(java|js|html|css|yaml|xml|md|sql)"))
                    .toList()
                    .stream();
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

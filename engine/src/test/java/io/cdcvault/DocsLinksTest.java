package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link between the pages leads to a file, and to a heading where it names one. */
final class DocsLinksTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,5} (.*)$");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        pages().forEach(page -> LINK.matcher(text(page)).results().forEach(link -> {
            Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
            boolean isThere = Files.exists(target)
                    && (link.group(2) == null || headings(target).contains(link.group(2)));
            if (!isThere) {
                broken.add(page + ": " + link.group());
            }
        }));

        assertThat(broken).isEmpty();
    }

    @Test
    void everyDecisionIsNamedByTheClassThatItExplains() {
        String sources = Stream.of("engine", "vault-schema")
                .flatMap(module -> files(ROOT.resolve(module).resolve("src/main/java")).stream())
                .map(DocsLinksTest::text)
                .collect(Collectors.joining());

        assertThat(files(ROOT.resolve("docs/decisions")))
                .map(file -> "docs/decisions/" + file.getFileName())
                .filteredOn(name -> !name.endsWith("README.md"))
                .allMatch(sources::contains);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** As they are called in links. */
    private static List<String> headings(Path page) {
        return HEADING.matcher(text(page)).results().map(DocsLinksTest::anchor).toList();
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }

    private static String text(Path page) {
        try {
            Matcher code = CODE.matcher(Files.readString(page));
            return code.replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

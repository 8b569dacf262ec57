package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link between the pages leads to a file, and to a heading where it names one. */
final class DocsLinksTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(DocsLinks.broken(ROOT.toAbsolutePath())).isEmpty();
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

    @Test
    void everyDecisionIsInTheList() {
        String list = text(ROOT.resolve("docs/decisions/README.md"));

        assertThat(files(ROOT.resolve("docs/decisions")))
                .map(file -> file.getFileName().toString())
                .filteredOn(name -> !name.equals("README.md"))
                .allMatch(list::contains);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

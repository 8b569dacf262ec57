package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page names tests, and must not name what is gone. */
final class GuaranteesPageTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        List<MatchResult> named = NAMED.matcher(Files.readString(Path.of("..", "docs", "guarantees.md")))
                .results()
                .toList();
        List<Path> sources = sources();

        assertThat(named).isNotEmpty().allSatisfy(test -> assertThat(sources)
                .as(test.group())
                .filteredOn(source -> source.endsWith(test.group(1) + ".java"))
                .singleElement()
                .satisfies(source -> assertThat(Files.readString(source)).contains("void " + test.group(2) + "(")));
    }

    private static List<Path> sources() {
        return Stream.of(".", "../vault-schema", "../compose/servers", "../compose/airline", "../compose/local")
                .flatMap(module -> sources(Path.of(module, "src", "test", "java")))
                .toList();
    }

    private static Stream<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

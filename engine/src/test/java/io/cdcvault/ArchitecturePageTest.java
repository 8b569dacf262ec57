package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page lists the bookkeeping's tables, and what it lists is what migrations create. */
final class ArchitecturePageTest {

    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final Path MIGRATIONS =
            Path.of("..", "vault-schema", "src/main/resources/io/cdcvault/schema/bookkeeping/migration");

    @Test
    void everyTableOfTheBookkeepingIsListedOnce() throws IOException {
        String chapter = Files.readString(PAGE).replaceAll("(?s).*\n## Bookkeeping\n(.*?)\n## .*", "$1");

        assertThat(found("(?m)^\\| `(\\w+)` \\|", chapter))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                found("(?m)^create table cdc_vault\\.(\\w+)", migrations()).stream(),
                                Stream.of("migration"))
                        .toList());
    }

    private static String migrations() {
        try (Stream<Path> scripts = Files.list(MIGRATIONS)) {
            StringBuilder all = new StringBuilder();
            for (Path script : scripts.toList()) {
                all.append(Files.readString(script));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}

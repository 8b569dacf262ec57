package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class VersionProviderTest {

    private static final Path ROOT = Path.of("..");
    private static final Properties NO_ARCHIVE = properties(Map.of("commit", "$Format:%H$", "time", "$Format:%cI$"));

    @Test
    void anyBuildOfACloneNamesItsCommit() throws IOException {
        String expected = Files.exists(ROOT.resolve(".git")) ? "(" + git("rev-parse", "--short=12", "HEAD") : "(";

        assertThat(new VersionProvider().getVersion()[0])
                .startsWith("cdc-vault ")
                .contains(expected);
    }

    @Test
    void changesThatAreNotCommittedAreNamed() {
        Properties built =
                properties(Map.of("commit", "3690ac0306e0", "time", "2026-11-27T02:00:00Z", "changed", "true"));

        assertThat(VersionProvider.origin(built, NO_ARCHIVE)).isEqualTo("3690ac0306e0, changed, 2026-11-27T02:00:00Z");
    }

    @Test
    void buildFromAnArchiveNamesTheArchivesCommit() {
        Properties archive = properties(
                Map.of("commit", "3690ac0306e01234567890123456789012345678", "time", "2026-11-27T03:00:00+01:00"));

        assertThat(VersionProvider.origin(properties(Map.of("commit", "unknown")), archive))
                .isEqualTo("3690ac0306e0, 2026-11-27T02:00:00Z");
    }

    @Test
    void buildFromOtherSourcesSaysThatItsCommitIsUnknown() {
        assertThat(VersionProvider.origin(properties(Map.of("commit", "unknown")), NO_ARCHIVE))
                .isEqualTo("commit unknown");
    }

    private static Properties properties(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    private static String git(String... arguments) throws IOException {
        ProcessBuilder git = new ProcessBuilder("git");
        git.command().addAll(List.of(arguments));
        try (InputStream answer = git.directory(ROOT.toFile()).start().getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}

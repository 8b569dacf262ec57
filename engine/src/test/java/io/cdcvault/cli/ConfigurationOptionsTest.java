package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationOptionsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void fileOfTheWorkingDirectoryComesBeforeTheInstalledOne() throws IOException {
        Path own = folder.resolve("own.yaml");
        Path installed = Files.createFile(folder.resolve("installed.yaml"));

        assertThat(ConfigurationOptions.first(List.of(own, installed))).contains(installed);
        Files.createFile(own);
        assertThat(ConfigurationOptions.first(List.of(own, installed))).contains(own);
    }
}

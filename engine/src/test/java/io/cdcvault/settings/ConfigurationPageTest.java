package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Path SOURCE =
            Path.of("src", "main", "java").resolve(Settings.class.getName().replace('.', '/') + ".java");

    @Test
    void pageSaysWhatTheCodeSays() throws IOException {
        String fresh = new ConfigurationPage(Javadocs.of(SOURCE)).text();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, fresh);
        }

        assertThat(PAGE).as("run the tests with -Ddocs.update=true to write it").hasContent(fresh);
    }
}

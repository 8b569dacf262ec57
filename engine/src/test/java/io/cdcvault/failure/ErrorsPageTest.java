package io.cdcvault.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ErrorsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "errors.md");

    @Test
    void pageSaysWhatTheCodeSays() throws IOException {
        String fresh = page();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, fresh);
        }

        assertThat(PAGE).as("run the tests with -Ddocs.update=true to write it").hasContent(fresh);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(
                """
                # Errors

                Every failure is of one of these kinds. A message says what failed and which one; below it stands what to do.
                *Retried* ones make the service try again by itself; the others end it with the exit code.

                | kind | exit code | retried | what to do |
                |---|---|---|---|
                """);
        for (FailureKind kind : FailureKind.values()) {
            page.append("| ")
                    .append(kind)
                    .append(" | ")
                    .append(kind.exitCode())
                    .append(" | ")
                    .append(kind.isRetried() ? "yes" : "no")
                    .append(" | ")
                    .append(kind.remedy())
                    .append(" |\n");
        }
        return page.toString();
    }
}

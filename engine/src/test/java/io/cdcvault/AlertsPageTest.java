package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds what to do. */
final class AlertsPageTest {

    private static final Path RULES = Path.of("..", "compose", "observability", "prometheus", "alerts.yaml");
    private static final Path PAGE = Path.of("..", "docs", "runbook.md");

    @Test
    void eachAlertHasItsHeadingAndNamesIt() throws IOException {
        List<String> alerts = found("- alert: (\\w+)", RULES);

        assertThat(found("(?m)^### (CdcVault\\w+)$", PAGE)).isEqualTo(alerts);
        assertThat(found("runbook: docs/runbook.md#(\\w+)", RULES))
                .isEqualTo(alerts.stream()
                        .map(alert -> alert.toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static List<String> found(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}

package io.cdcvault.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Holds what the shipped Airflow DAGs ask for against what the admin server answers. */
final class AirflowDagsTest {

    private static final Path MODULE =
            Path.of("..", "compose", "airflow", "dags", "cdc_vault_service.py").normalize();
    private static final Pattern CALL = Pattern.compile("call\\(\"([A-Z]+)\", f?\"([^\"]+)\"\\)");

    @Test
    void everyCallIsOneThatTheServerDescribes() throws IOException {
        List<String> calls = CALL.matcher(Files.readString(MODULE))
                .results()
                .map(call -> call.group(1).toLowerCase(Locale.ROOT) + " "
                        + call.group(2).replace("{name}", "{mart}"))
                .distinct()
                .toList();

        assertThat(calls).hasSize(3).allMatch(AirflowDagsTest::isDescribed);
    }

    @SuppressWarnings("unchecked") // The file is an OpenAPI document.
    private static boolean isDescribed(String call) {
        try (InputStream file = AirflowDagsTest.class.getResourceAsStream("openapi.yaml")) {
            Map<String, Map<String, Map<String, Object>>> document = new Yaml().load(file);
            int blank = call.indexOf(' ');
            return Objects.requireNonNull(document.get("paths"))
                    .getOrDefault(call.substring(blank + 1), Map.of())
                    .containsKey(call.substring(0, blank));
        } catch (IOException e) {
            throw new AssertionError("Cannot read openapi.yaml", e);
        }
    }
}

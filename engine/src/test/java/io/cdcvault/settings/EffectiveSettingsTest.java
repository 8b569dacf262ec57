package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EffectiveSettingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void everySettingSaysWhereItsValueCameFrom() throws IOException {
        List<Setting> settings = list();

        assertThat(settings)
                .contains(
                        new Setting("load.batch-rows", "7", "flag"),
                        new Setting("topic-prefix", "postgres", "default"),
                        new Setting(
                                "name", "test", folder.resolve("cdc-vault.yaml").toString()));
    }

    @Test
    void secretsAreMasked() throws IOException {
        List<Setting> settings = list();

        assertThat(settings.toString()).doesNotContain("hidden");
        assertThat(settings)
                .extracting(Setting::name, Setting::value)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("source.password", "******"),
                        org.assertj.core.groups.Tuple.tuple("warehouse.url", "jdbc:postgresql://localhost/b?******"),
                        org.assertj.core.groups.Tuple.tuple("kafka.properties.sasl.jaas.config", "******"));
    }

    private List<Setting> list() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cdc-vault.yaml"),
                """
                cdc-vault:
                  name: test
                  model: bookings
                  source: {url: "jdbc:postgresql://localhost/a", user: a, password: hidden}
                  warehouse: {url: "jdbc:postgresql://localhost/b?password=hidden", user: b}
                  kafka: {properties: {sasl.jaas.config: hidden}}
                """);
        return SettingsReader.list(Optional.of(file), Map.of("cdc-vault.load.batch-rows", "7"));
    }
}

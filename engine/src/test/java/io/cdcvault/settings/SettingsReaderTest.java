package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {

    private static final String MINIMAL =
            """
            cdc-vault:
              name: sales
              model: model.yaml
              source: {url: "jdbc:postgresql://m/sales", user: cdc}
              warehouse: {url: "jdbc:postgresql://w/dwh", user: loader, password: secret}
              kafka: {bootstrap-servers: "k:9092", properties: {security.protocol: SSL}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void fileGivesValuesAndTheRestHasDefaults() throws IOException {
        Settings settings = SettingsReader.read(Optional.of(file(MINIMAL)), Map.of());

        assertThat(settings.source().slot()).isEqualTo("cdc_vault");
        assertThat(settings.warehouse().password()).hasValue("secret");
        assertThat(settings.capture().pollInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(settings.kafka().properties()).containsEntry("security.protocol", "SSL");
    }

    @Test
    void flagsOverrideTheFile() throws IOException {
        Settings settings = SettingsReader.read(Optional.of(file(MINIMAL)), Map.of("cdc-vault.load.batch-rows", "7"));

        assertThat(settings.load().batchRows()).isEqualTo(7);
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        Path file = file("cdc-vault: {name: x, load: {batch-row: 5}}");

        assertThatThrownBy(() -> SettingsReader.read(Optional.of(file), Map.of()))
                .hasMessageContaining("cdc-vault.load.batch-row")
                .hasMessageContaining("cdc-vault.model")
                .hasMessageContaining("cdc-vault.source.url");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("cdc-vault.yaml"), yaml);
    }
}

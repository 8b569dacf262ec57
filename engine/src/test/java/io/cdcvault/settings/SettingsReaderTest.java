package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

        assertThat(settings.source().slot()).isEqualTo("cdc_vault_sales");
        assertThat(settings.source().publication()).isEqualTo("cdc_vault_sales");
        assertThat(settings.warehouse().password()).hasValue("secret");
        assertThat(settings.capture().pollInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(settings.kafka().properties()).containsEntry("security.protocol", "SSL");
    }

    @Test
    void twoInstallationsNeverGetTheSameDefaultNamesAndEachFits() {
        assertThat(List.of("sales", "Sales", "sales-eu", "sales_eu", "sälés", "s".repeat(70), "s".repeat(71)))
                .map(SourceNames::of)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9_]{1,63}"));
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

    @Test
    void eachProblemNamesTheKeyTheLineAndTheNearestKnownKey() throws IOException {
        Path file = file(
                """
                cdc-vault:
                  name: sales
                  model: bookings
                  source: {url: "jdbc:postgresql://m/sales", user: cdc, password: "${NO_SUCH_VARIABLE}"}
                  warehouse: {url: "jdbc:postgresql://w/dwh"}
                  replica: {url: "jdbc:postgresql://r/dwh"}
                  load: {batch-row: 5, batch-rows: many, unknown-tables: maybe}
                  kafka: {tls: treu, partitions: 0}
                  capture: {poll-interval: soon, max-batch-size: 9, max-batch-size: 10}
                  admin: [8080]
                """);

        assertThatThrownBy(() -> SettingsReader.read(Optional.of(file), Map.of("cdc-vault.admin.port", "70000")))
                .hasMessageContaining("line 4: cdc-vault.source.password names ${NO_SUCH_VARIABLE}")
                .hasMessageContaining("cdc-vault.warehouse.user is missing")
                .hasMessageContaining("cdc-vault.replica.user is missing")
                .hasMessageContaining(
                        "line 7: Unknown key cdc-vault.load.batch-row; did you mean cdc-vault.load.batch-rows?")
                .hasMessageContaining("line 7: cdc-vault.load.batch-rows expected a whole number, found \"many\"")
                .hasMessageContaining("line 7: cdc-vault.load.unknown-tables expected one of ignore, park, stop")
                .hasMessageContaining("line 8: cdc-vault.kafka.tls expected true or false, found \"treu\"")
                .hasMessageContaining("line 8: cdc-vault.kafka.partitions expected a whole number from 1")
                .hasMessageContaining("line 9: cdc-vault.capture.poll-interval expected a duration")
                .hasMessageContaining("line 9: The key max-batch-size is there twice")
                .hasMessageContaining("line 10: Expected a mapping of settings")
                .hasMessageContaining("cdc-vault.admin.port expected a whole number from 0 to 65535")
                .hasMessageNotContaining("SRCFG");
    }

    @Test
    void unknownKeyNamesTheNearestSectionOrElseWhatTheSectionHas() throws IOException {
        Path file = file(
                """
                cdc-vault:
                  alert: {webhook: "https://example.com"}
                  load: {speed: 9000}
                """);

        assertThatThrownBy(() -> SettingsReader.read(Optional.of(file), Map.of()))
                .hasMessageContaining("line 2: Unknown key cdc-vault.alert; did you mean cdc-vault.alerts?")
                .hasMessageContaining("line 3: Unknown key cdc-vault.load.speed, expected one of batch-rows,"
                        + " drift, dropped-keys, dropped-tables, types, unknown-columns, unknown-tables");
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() throws IOException {
        Path file = file("cdc-vault:\n  name: [x\n  model: y\n");

        assertThatThrownBy(() -> SettingsReader.read(Optional.of(file), Map.of()))
                .hasMessageContaining("line 3: Not YAML")
                .hasMessageNotContaining("SRCFG");
    }

    @Test
    void variableThatMayBeUnsetIsWrittenWithAColon() throws IOException {
        Path file = file(MINIMAL.replace("password: secret", "password: \"${NO_SUCH_VARIABLE:}\""));

        assertThat(SettingsReader.read(Optional.of(file), Map.of()).warehouse().password())
                .isEmpty();
    }

    @Test
    void variablesOfTheEnvironmentThatAreNoSettingAreNamed() {
        assertThat(new UnknownNames(Map.of())
                        .variables(Set.of(
                                "CDC_VAULT_LOAD_BATCH_ROW", "CDC_VAULT_NAME", "HOME", "CDC_VAULT_KAFKA_PROPERTIES_X")))
                .containsExactly(
                        "The environment variable CDC_VAULT_LOAD_BATCH_ROW: there is no such setting; did you mean"
                                + " CDC_VAULT_LOAD_BATCH_ROWS?");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("cdc-vault.yaml"), yaml);
    }
}

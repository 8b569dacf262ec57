package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {

    private static final String ODD = "a\\b\\$c${d}$$e,\"f";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void fileAndCommandGiveWhatIsInThemToTheLetter() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "  " + ODD + "\n");

        Settings settings = read(Map.of(
                "source.password-file",
                secret.toString(),
                "warehouse.password-command",
                "cat '" + secret + "'",
                "kafka.password-file",
                secret.toString(),
                "admin.token-command",
                "echo token"));

        assertThat(settings.source().password()).hasValue(ODD);
        assertThat(settings.warehouse().password()).hasValue(ODD);
        assertThat(settings.kafka().password()).hasValue(ODD);
        assertThat(settings.admin().token()).hasValue("token");
        assertThat(settings.replica()).isEmpty();
    }

    @Test
    void everyProblemIsToldWithoutTheSecret() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() -> read(Map.of(
                        "source.password-command", "echo hidden; exit 3",
                        "warehouse.password-file", folder.resolve("missing").toString(),
                        "kafka.password-file", empty.toString(),
                        "admin.token", "hidden",
                        "admin.token-command", "echo hidden",
                        "load.batch-row", "1")))
                .hasMessageContaining("cdc-vault.source.password-command: the command ended with exit code 3")
                .hasMessageContaining("cdc-vault.warehouse.password-file: cannot read")
                .hasMessageContaining("cdc-vault.kafka.password-file: gives nothing")
                .hasMessageContaining("cdc-vault.admin.token: give one of it,")
                .hasMessageContaining("load.batch-row: there is no such setting; did you mean load.batch-rows?")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void commandThatDoesNotEndIsGivenUp() {
        assertThatThrownBy(() -> SecretCommand.run("sleep 60", Duration.ofMillis(100)))
                .hasMessageContaining("did not end within");
    }

    @Test
    void valueIsMaskedAndItsFileIsNot() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden");

        Map<String, String> flags =
                flags(Map.of("source.password-file", secret.toString(), "warehouse.password-command", "echo hidden"));

        assertThat(SettingsReader.list(Optional.empty(), flags))
                .contains(
                        new Setting("source.password", "******", "file or command"),
                        new Setting("source.password-file", secret.toString(), "flag"),
                        new Setting("warehouse.password-command", "******", "flag"));
    }

    private static Settings read(Map<String, String> more) {
        return SettingsReader.read(Optional.empty(), flags(more));
    }

    private static Map<String, String> flags(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "name", "sales",
                "model", "bookings",
                "source.url", "jdbc:postgresql://m/sales",
                "source.user", "cdc",
                "warehouse.url", "jdbc:postgresql://w/dwh",
                "warehouse.user", "loader"));
        all.putAll(more);
        Map<String, String> flags = new HashMap<>();
        all.forEach((key, value) -> flags.put("cdc-vault." + key, value));
        return flags;
    }
}

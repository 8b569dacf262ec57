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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.properties.ssl.keystore.key",
                "kafka.properties.ssl.keystore.certificate.chain",
                "kafka.properties.ssl.key.password",
                "kafka.properties.ssl.keystore.password",
                "kafka.properties.basic.auth.user.info",
                "kafka.properties.sasl.oauthbearer.assertion.private.key.passphrase",
                "kafka.properties.sasl.login.x",
                "capture.properties.api.key",
                "admin.token-command",
                "alerts.webhook"
            })
    void secretOfAnyNameIsMasked(String name) {
        assertThat(Secrecy.masked(name, "hidden")).isEqualTo("******");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.properties.ssl.keystore.location",
                "kafka.properties.ssl.keystore.type",
                "source.password-file",
                "kafka.properties.key.serializer",
                "topic-prefix"
            })
    void whatIsNoSecretIsShown(String name) {
        assertThat(Secrecy.masked(name, "shown")).isEqualTo("shown");
    }

    @Test
    void secretWithinAValueIsMasked() {
        assertThat(Secrecy.masked("kafka.properties.x", "-----BEGIN PRIVATE KEY-----"))
                .isEqualTo("******");
        assertThat(Secrecy.masked("x", "https://user:hidden@host/path?token=hidden"))
                .isEqualTo("https://******@host/path?******");
        assertThat(Secrecy.masked("source.url", "jdbc:postgresql://u:hidden@h/d?password=hidden"))
                .isEqualTo("jdbc:postgresql://******@h/d?******");
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

package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sources: each is configured as one that is alone. */
final class SourcesTest {

    private static final String SEVERAL =
            """
            cdc-vault:
              name: dwh
              model: model.yaml
              sources:
                shop: {url: "jdbc:postgresql://s/shop", user: cdc, password: "${cdc-vault.name} secret"}
                crm:
                  url: "jdbc:postgresql://c/crm"
                  user: cdc
                  topic-prefix: customers
                  slot: own
              warehouse: {url: "jdbc:postgresql://w/dwh", user: loader}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void eachSourceIsConfiguredAsOneThatIsAlone() throws IOException {
        Settings shop = read(SEVERAL, "shop");
        Settings crm = read(SEVERAL, "crm");

        assertThat(SettingsReader.sources(Optional.of(file(SEVERAL)), Map.of())).containsExactly("crm", "shop");
        assertThat(shop.source().url()).isEqualTo("jdbc:postgresql://s/shop");
        assertThat(shop.name()).isEqualTo("dwh:shop");
        assertThat(Sources.name(shop)).isEqualTo("shop");
        assertThat(Sources.installation(shop)).isEqualTo("dwh");
        assertThat(shop.topicPrefix()).isEqualTo("shop");
        assertThat(crm.topicPrefix()).isEqualTo("customers");
        assertThat(crm.source().slot()).isEqualTo("own");
        assertThat(shop.source().slot()).startsWith("cdc_vault_dwh_shop").isNotEqualTo(SourceNames.of("dwh_shop"));
    }

    @Test
    void oneSourceIsAsItWas() {
        Settings settings = MinimalSettings.with(Map.of("name", "dwh:shop"));

        assertThat(Sources.name(settings)).isEmpty();
        assertThat(Sources.installation(settings)).isEqualTo("dwh:shop");
    }

    @Test
    void flagsNameTheSource() throws IOException {
        Settings shop = SettingsReader.read(
                Optional.of(file(SEVERAL)),
                Map.of(
                        "cdc-vault.sources.shop.user", "other",
                        "cdc-vault.sources.crm.user", "another"),
                Optional.of("shop"));

        assertThat(shop.source().user()).isEqualTo("other");
    }

    @Test
    void variablesNameTheSource() {
        assertThat(Sources.ofEnvironment(
                        "crm",
                        Map.of(
                                "CDC_VAULT_SOURCES_CRM_PASSWORD", "a",
                                "CDC_VAULT_SOURCES_CRM_TOPIC_PREFIX", "b",
                                "CDC_VAULT_SOURCES_SHOP_PASSWORD", "c",
                                "CDC_VAULT_LOAD_BATCH_ROWS", "7")))
                .containsOnly(
                        Map.entry("CDC_VAULT_SOURCE_PASSWORD", "a"),
                        Map.entry("CDC_VAULT_TOPIC_PREFIX", "b"),
                        Map.entry("CDC_VAULT_LOAD_BATCH_ROWS", "7"));
    }

    @Test
    void variablesOfNoSourceAndOfOneThatIsAloneAreProblems() {
        SourcesCheck check = new SourcesCheck(ConfigurationFile.of(""), Map.of(), List.of("crm", "shop"));

        assertThat(check.variables(Set.of(
                        "CDC_VAULT_SOURCE_PASSWORD",
                        "CDC_VAULT_SOURCES_CRN_PASSWORD",
                        "CDC_VAULT_SOURCES_CRM_PASSWORD",
                        "CDC_VAULT_ADMIN_PORT")))
                .containsExactlyInAnyOrder(
                        "The environment variable CDC_VAULT_SOURCE_PASSWORD cannot stand beside cdc-vault.sources,"
                                + " expected it below each source",
                        "The environment variable CDC_VAULT_SOURCES_CRN_PASSWORD is of no source, expected"
                                + " CDC_VAULT_SOURCES_, the name of one and a setting: crm, shop");
    }

    @Test
    void whichSourceIsMeantMustBeSaid() {
        assertThatThrownBy(() -> SettingsReader.read(Optional.of(file(SEVERAL)), Map.of()))
                .hasMessageContaining(
                        "There are several sources: say which one with --source, expected one of crm, shop")
                .hasMessageNotContaining("is missing");
        assertThatThrownBy(() -> read(SEVERAL, "erp"))
                .hasMessageContaining("There is no source erp below cdc-vault.sources, expected one of crm, shop");
        assertThatThrownBy(() -> read(
                        SEVERAL.replaceAll("(?s)  sources:.*  warehouse", "  source: {url: u, user: v}\n  warehouse"),
                        "crm"))
                .hasMessageContaining("There is one source, without a name, expected no --source crm");
    }

    @Test
    void problemsNameTheKeysAsTheyAreWritten() {
        assertThatThrownBy(() -> read(
                        SEVERAL.replace("user: cdc, password", "pasword")
                                .replace("slot: own", "slot: Own Slot")
                                .replace("    crm:", "    c-r-m: {url: a}\n    crm:"),
                        "shop"))
                .hasMessageContaining("line 5: Unknown key cdc-vault.sources.shop.pasword")
                .hasMessageContaining("The source c-r-m needs another name")
                .hasMessageContaining("cdc-vault.sources.shop.user is missing");
        assertThatThrownBy(() -> read(SEVERAL.replace("slot: own", "slot: Own Slot"), "crm"))
                .hasMessageContaining("line 10: cdc-vault.sources.crm.slot expected 1 to 63 of a-z");
    }

    @Test
    void whatIsOfOneSourceCannotStandBesideSeveral() {
        assertThatThrownBy(() -> read(
                        SEVERAL
                                + """
                                  source: {url: u, user: v}
                                  topic-prefix: all
                                  capture: {tables: "public.*"}
                                  kafka: {topics: {public.a: b}}
                                  replica: {url: r, user: v}
                                  mart: {url: m, user: v}
                                """,
                        "shop"))
                .hasMessageContaining(
                        "cdc-vault.source.url cannot stand beside cdc-vault.sources, expected it below each source")
                .hasMessageContaining("cdc-vault.topic-prefix cannot stand beside")
                .hasMessageContaining(
                        "cdc-vault.capture.tables cannot stand beside cdc-vault.sources: it is for an installation with")
                .hasMessageContaining("cdc-vault.kafka.topics.public.a cannot")
                .hasMessageContaining("cdc-vault.replica.url cannot")
                .hasMessageContaining("cdc-vault.mart.url cannot");
    }

    @Test
    void twoSourcesShareNoTopicsSlotOrPublication() {
        assertThatThrownBy(() -> read(SEVERAL.replace("topic-prefix: customers", "topic-prefix: shop"), "shop"))
                .hasMessageContaining("The sources crm and shop have the same topic-prefix, expected one for each");
        assertThatThrownBy(() -> read(
                        SEVERAL.replace("//c/crm", "//s/shop").replace("password:", "slot: own, password:"), "shop"))
                .hasMessageContaining("The sources crm and shop have the same slot")
                .hasMessageNotContaining("publication");
    }

    private Settings read(String yaml, String source) throws IOException {
        return SettingsReader.read(Optional.of(file(yaml)), Map.of(), Optional.of(source));
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("cdc-vault.yaml"), yaml);
    }
}

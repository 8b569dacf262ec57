package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.local.stack.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

final class ConfigurationSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("docs/schema/cdc-vault.schema.json");
    private static final Path SOURCE =
            Path.of("src", "main", "java").resolve(Settings.class.getName().replace('.', '/') + ".java");
    private static final String REFERENCE = "# yaml-language-server: $schema=";

    /** Examples of whole files in the pages. */
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n( *cdc-vault:.*?)```");

    private static final String GOOD =
            """
            cdc-vault:
              name: sales
              model: bookings
              source: {url: "jdbc:postgresql://m/sales", user: cdc, tls: VERIFY_FULL}
              warehouse: {url: "jdbc:postgresql://w/dwh", user: loader, password: 12345}
              kafka: {bootstrap-servers: "k:9092", partitions: "${PARTITIONS:4}", properties: {ssl: {protocol: TLSv1.3}}}
              capture: {poll-interval: 20ms, repair: no}
              load: {unknown-tables: park, batch-rows: 5000}
              limits: {lag: 1h30m}
              admin: {port: 0}
              alerts: {webhook: "https://example.com/hook"}
              log: {format: json, level: debug}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void fileSaysWhatTheSettingsSay() throws IOException {
        Object schema = new ConfigurationSchema(Javadocs.of(SOURCE)).document();
        String fresh = JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
                        .writeValueAsString(schema)
                + "\n";
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, fresh);
        }

        assertThat(FILE).as("run the tests with -Ddocs.update=true to write it").hasContent(fresh);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedConfigurationIsAccepted(String yaml) throws IOException {
        assertThat(problems(yaml)).isEmpty();
    }

    static List<String> shipped() {
        Stream<String> examples = Stream.of("README.md", "docs/security.md", "docs/marts.md", "docs/scaling.md")
                .flatMap(page -> EXAMPLE.matcher(text(page)).results().map(match -> match.group(1)));
        return Stream.of(Stream.of(text("compose/cdc-vault.yaml"), text("release/etc/cdc-vault.yaml")), examples)
                .flatMap(texts -> texts)
                .toList();
    }

    @Test
    void fileOfTheLocalStackIsAcceptedAndNamesTheSchema() throws IOException {
        StackDirectory stack = new StackDirectory(folder.resolve(".local-stack"));
        stack.remember(stack.stack());
        String yaml = Files.readString(stack.configuration());

        assertThat(problems(yaml)).isEmpty();
        assertThat(yaml).startsWith(REFERENCE + "../docs/schema/cdc-vault.schema.json\n");
    }

    @Test
    void shippedFilesNameTheSchemaInTheirFirstLine() {
        assertThat(text("compose/cdc-vault.yaml")).startsWith(REFERENCE + "../docs/schema/cdc-vault.schema.json\n");
        assertThat(text("release/etc/cdc-vault.yaml"))
                .as("the archive is unpacked as docs/install.md says")
                .startsWith(REFERENCE + "/opt/cdc-vault/docs/schema/cdc-vault.schema.json\n");
    }

    @Test
    void whatTheReaderAcceptsTheSchemaAccepts() throws IOException {
        assertThat(problems(GOOD)).isEmpty();
        assertThat(SettingsReader.read(Optional.of(file(GOOD)), Map.of()).name())
                .isEqualTo("sales");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cdc-vault:=>cdcvault:",
                "batch-rows: 5000=>batch-row: 5000",
                "batch-rows: 5000=>batch-rows: many",
                "batch-rows: 5000=>batch-rows: 0",
                "unknown-tables: park=>unknown-tables: maybe",
                "poll-interval: 20ms=>poll-interval: soon",
                "repair: no=>repair: never",
                "admin: {port: 0}=>admin: [8080]",
                "port: 0=>port: 70000",
                "https://example.com/hook=>ftp://example.com/hook",
                "limits: {=>limit: {",
                "name: sales=>name: [sales]",
                "tls: VERIFY_FULL=>tls: verify-some",
                "level: debug=>level: loud",
                "name: sales=>topic-prefix: \"sales orders\""
            })
    void brokenConfigurationIsRefusedByTheSchemaAndByTheReader(String edit) throws IOException {
        String[] words = edit.split("=>", -1);
        String broken = GOOD.replace(words[0], words[1]);
        Path file = file(broken);

        assertThat(problems(broken)).isNotEmpty();
        assertThatThrownBy(() -> SettingsReader.read(Optional.of(file), Map.of()))
                .isInstanceOf(CdcVaultException.class);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("cdc-vault.yaml"), yaml);
    }

    private static List<String> problems(String yaml) throws IOException {
        JsonNode schema = JSON.valueToTree(new ConfigurationSchema(Javadocs.of(SOURCE)).document());
        JsonNode configuration = JSON.valueToTree(new Yaml().load(yaml));
        return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema).validate(configuration).stream()
                .map(Object::toString)
                .toList();
    }

    private static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

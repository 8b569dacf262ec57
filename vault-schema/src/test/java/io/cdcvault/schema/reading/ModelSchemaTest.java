package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

final class ModelSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("docs/schema/model.schema.json");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(model:.*?)```");

    @Test
    void fileSaysWhatTheReadersKnow() throws IOException {
        String fresh = JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
                        .writeValueAsString(new ModelSchema().document())
                + "\n";
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, fresh);
        }

        assertThat(FILE).as("run the tests with -Ddocs.update=true to write it").hasContent(fresh);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedModelIsAccepted(String yaml) {
        assertThat(problems(yaml)).isEmpty();
    }

    static List<String> shipped() {
        Stream<String> files = Stream.of(
                        "vault-schema/src/main/resources/io/cdcvault/schema/models/bookings.yaml",
                        "engine/src/test/resources/io/cdcvault/oracle/orders.yaml")
                .map(ModelSchemaTest::text);
        Stream<String> examples = Stream.of("docs/model.md", "docs/several-sources.md")
                .flatMap(page -> EXAMPLE.matcher(text(page)).results())
                .map(match -> match.group(1));
        return Stream.concat(Stream.concat(files, examples), Stream.of(ModelProblemsTest.GOOD))
                .toList();
    }

    @Test
    void shippedModelNamesTheSchemaInItsFirstLine() throws IOException {
        Path model = ROOT.resolve("vault-schema/src/main/resources/io/cdcvault/schema/models/bookings.yaml");
        String first = Files.readAllLines(model).get(0);

        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(model.resolveSibling(first.substring(first.indexOf('=') + 1)).normalize())
                .isEqualTo(FILE.normalize());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model: shop                            | modell: shop",
                "hash: automate-dv                      | hash: automatedv",
                "hash: automate-dv                      | hash: {recipe: automate-dv, algorithm: sha1}",
                ", record_source: shop                  | ''",
                "{hash:                                 | {foreign_keys: maybe, hash:",
                "load_date: load_dts                    | load_dat: load_dts",
                "load_date: load_dts                    | load_date: '{entity}_dts'",
                "{business_key: {sku: text}}            | {business_key: [sku]}",
                "{order: hub_order, item: hub_item}     | {order: hub_order}",
                "driving: [order]                       | driving: order",
                "attributes: {placed: timestamptz}      | attributes: []",
                "attributes: {placed: timestamptz}      | 'attributes: {placed: timestamptz}, child_key: {}'",
                "of: hub_order, attributes              | of: hub_order, atributes",
                "'shop.orders:'                         | 'orders:'",
                "satellites: [sat_order_item]           | satellites: [{sat_order_item: {}}]"
            })
    void brokenModelIsRefusedByTheSchemaAndByTheReader(String old, String replacement) {
        String broken = ModelProblemsTest.GOOD.replace(old, replacement);

        assertThat(problems(broken)).isNotEmpty();
        assertThatThrownBy(() -> ModelReader.read(broken, "shop.yaml")).isInstanceOf(ModelProblemsException.class);
    }

    private static List<String> problems(String yaml) {
        JsonNode schema = JSON.valueToTree(new ModelSchema().document());
        JsonNode model = JSON.valueToTree(new Yaml().load(yaml));
        return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema).validate(model).stream()
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

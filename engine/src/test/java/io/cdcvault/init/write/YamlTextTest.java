package io.cdcvault.init.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Any text comes back as it was. */
final class YamlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "null",
                "yes",
                "1",
                "a: b",
                "#x",
                "it's",
                "say \"hi\"",
                "\\",
                "a\tb",
                "a\nb",
                "\u2028",
                "\u0085",
                "\ufeff",
                "\u200b",
                "🙂",
                "\udb40\udc01",
                " x ",
                "<<",
                "",
                "Straße"
            })
    void textsAreReadAsTheyWere(String text) {
        Object read = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load("{" + YamlText.name(text) + ": " + YamlText.quoted(text) + "}");

        assertThat(read).isEqualTo(Map.of(text, text));
    }

    @Test
    void expressionsAreColumnsInDoubleQuotes() {
        assertThat(YamlText.sourceColumn("lower(x)")).isEqualTo("'\"lower(x)\"'");
        assertThat(YamlText.sourceColumn("name")).isEqualTo("name");
        assertThat(YamlText.type("timestamp(3)[]")).isEqualTo("timestamp(3)[]");
        assertThat(YamlText.type("\"char\"")).isEqualTo("'\"char\"'");
    }
}

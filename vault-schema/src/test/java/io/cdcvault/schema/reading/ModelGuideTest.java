package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's example is a good model, and the problems that it shows are those that are printed. */
class ModelGuideTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```(?:yaml)?\\n(.*?)```");

    private final List<String> blocks = blocks();

    @Test
    void theExampleIsGood() {
        assertThat(ModelReader.read(blocks.get(0), "shop.yaml").name()).isEqualTo("shop");
    }

    @Test
    void theRelationsThatAreThereSeveralTimesAreGood() {
        assertThat(ModelReader.read(blocks.get(1), "tracker.yaml").linksWithEffectivity())
                .isEmpty();
    }

    @Test
    void theOrdersThatComputeFilterAndReferAreGood() {
        assertThat(ModelReader.read(blocks.get(2), "orders.yaml")
                        .sources()
                        .get(0)
                        .computed())
                .hasSize(4);
        assertThat(ModelReader.read(blocks.get(3), "filtered.yaml")
                        .sources()
                        .get(0)
                        .filter())
                .isPresent();
        assertThat(ModelReader.read(blocks.get(4), "references.yaml")
                        .sources()
                        .get(1)
                        .resolved())
                .hasSize(2);
    }

    @Test
    void theProblemsAreAsPrinted() {
        String broken = blocks.get(0)
                .replace("customer: hub_customer}", "customer: hub_costumer}")
                .replace("attributes: {name: text", "atributes: {name: text")
                .replace("newsletter: boolean", "newsletter: boolean not null");
        ModelProblemsException refused =
                catchThrowableOfType(ModelProblemsException.class, () -> ModelReader.read(broken, "shop.yaml"));
        assertThat(refused).hasMessage(blocks.get(5).strip());
    }

    @Test
    void theReferenceTableIsGood() {
        assertThat(ModelReader.read(blocks.get(6), "reference.yaml").isHub("ref_country"))
                .isTrue();
    }

    private static List<String> blocks() {
        try {
            return BLOCK.matcher(Files.readString(Path.of("..", "docs", "model.md")))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        } catch (IOException missing) {
            throw new AssertionError("docs/model.md cannot be read", missing);
        }
    }
}

package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.schema.reading.ShippedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The SQL of each shipped model is kept beside the tests, every statement of its load plans, so that a change of one is
 * seen when it is reviewed.
 */
final class GoldenSqlTest {

    private static final Path FOLDER = Path.of("src", "test", "sql");

    static Iterable<String> models() {
        return ShippedModels.names();
    }

    @ParameterizedTest
    @MethodSource("models")
    void statementsAreTheReviewedOnes(String name) throws IOException {
        assertReviewed(name, ShippedModels.named(name));
    }

    /** What the shipped models do not need. */
    @Test
    void statementsOfComputedValuesAndReferencesAreTheReviewedOnes() throws IOException {
        Path yaml = Path.of("src", "test", "resources", "io", "cdcvault", "oracle", "meaning.yaml");
        assertReviewed("meaning", ModelReader.read(Files.readString(yaml), "meaning.yaml"));
    }

    private static void assertReviewed(String name, VaultModel model) throws IOException {
        Path golden = FOLDER.resolve(name + ".sql");
        String fresh = new LoadPlanCompiler(model, VaultSchema.of(model))
                .compileAll().stream()
                        .map(plan -> LoadPlanText.of(plan) + "\n" + RareStatements.of(plan))
                        .collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, fresh);
        }

        assertThat(golden)
                .as("run the tests with -Ddocs.update=true to write it")
                .hasContent(fresh);
    }
}

package io.cdcvault.init.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaFileTest {

    @Test
    void isTheOneBesideTheProgram(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("cdc-vault.jar");

        assertThat(SchemaFile.besides(jar)).isEqualTo("/opt/cdc-vault/docs/schema/model.schema.json");

        Path schema = folder.resolve("docs/schema/model.schema.json");
        Files.createDirectories(schema.resolveSibling(""));
        Files.createFile(schema);

        assertThat(SchemaFile.besides(jar)).isEqualTo(schema.toString());
    }
}

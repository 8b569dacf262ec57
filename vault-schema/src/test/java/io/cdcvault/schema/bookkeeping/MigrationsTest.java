package io.cdcvault.schema.bookkeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    private static final Path SCRIPTS = Path.of("src/main/resources/io/cdcvault/schema/bookkeeping/migration");

    @Test
    void newestIsTheLastOfScriptsWithoutAGap() throws Exception {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();

            assertThat(names).hasSize(Migrations.newest());
            assertThat(names.get(names.size() - 1)).isEqualTo(String.format("%04d.sql", Migrations.newest()));
        }
    }

    @Test
    void statementsRunEachScriptOnlyWhereItDidNotRun() {
        List<String> statements = Migrations.statements();

        assertThat(statements).hasSize(Migrations.newest() + 1).startsWith(Migrations.TABLE);
        assertThat(statements.get(1))
                .startsWith("do $cdc_vault$ begin if not exists")
                .contains("where version = 1", Migrations.script(1), "values (1)");
    }
}

package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.schema.CdcVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Named;
import org.junit.jupiter.api.Test;

/** The bookkeeping is the only room that knows its tables; {@link ArchitectureTest} says the same of their classes. */
final class BookkeepingRoomTest {

    private static final Path SOURCES = Path.of("src/main/java/io/cdcvault");

    /** The command line names tables to people, and asks the server nothing. */
    private static final List<String> ROOMS = List.of("bookkeeping", "cli");

    /** Metrics have names that begin alike, and continue. */
    private static final Pattern TABLE = Pattern.compile(CdcVault.CDC_VAULT.getTables().stream()
            .map(Named::getName)
            .collect(Collectors.joining("|", "cdc_vault[\\\\\"]*\\.[\\\\\"]*(", ")(?![.\\w])")));

    @Test
    void noOtherRoomNamesATableOfTheBookkeeping() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !ROOMS.contains(
                                    SOURCES.relativize(file).getName(0).toString()))
                            .flatMap(BookkeepingRoomTest::tables))
                    .isEmpty();
        }
    }

    @Test
    void metricsAreNoTables() {
        assertThat(tables("select rows from cdc_vault.feed_position where feed"))
                .containsExactly("cdc_vault.feed_position");
        assertThat(tables("insert into \"cdc_vault\".\"snapshot_row\" (feed")).hasSize(1);
        assertThat(tables("Counter cdc_vault.mart.age.seconds")).isEmpty();
    }

    private static Stream<String> tables(Path file) {
        try {
            return tables(Files.readString(file)).map(table -> SOURCES.relativize(file) + " names " + table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> tables(String source) {
        return TABLE.matcher(source).results().map(MatchResult::group);
    }
}

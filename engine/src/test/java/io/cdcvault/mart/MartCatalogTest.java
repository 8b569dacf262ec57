package io.cdcvault.mart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class MartCatalogTest {

    @TempDir
    private Path folder;

    @Test
    void shippedMartBelongsToItsModel() {
        assertThat(read("bookings", folder).marts()).singleElement().satisfies(mart -> {
            assertThat(mart.name()).isEqualTo("presentation");
            assertThat(mart.stamp()).contains("created_at");
        });
        assertThat(read("other.yaml", folder)).isEqualTo(new MartCatalog(java.util.List.of(), java.util.List.of()));
    }

    @Test
    void fileOfTheFolderTakesThePlaceOfAShippedOne() throws IOException {
        write("presentation", "-- target: mine\n-- key: k\nselect 1 as k");

        assertThat(read("bookings", folder).named("presentation").select()).isEqualTo("select 1 as k");
    }

    @Test
    void brokenFilesAndSharedTargetsAreToldBesideTheOthers() throws IOException {
        write("a", "-- target: t\n-- mode: replace\nselect 1 as one");
        write("b", "-- target: public.t\n-- mode: replace\nselect 2 as two");
        write("c", "select 3 as three");

        MartCatalog catalog = read("other.yaml", folder);

        assertThat(catalog.marts()).extracting(MartDefinition::name).containsExactly("a", "b");
        assertThat(catalog.problems())
                .anyMatch(problem -> problem.contains("c.sql") && problem.contains("`target` is missing"))
                .anyMatch(problem -> problem.contains("b.sql") && problem.contains("the mart a too"));
    }

    @Test
    void folderThatDoesNotExistIsAProblem() {
        assertThat(read("bookings", folder.resolve("none")).problems())
                .singleElement()
                .asString()
                .contains("mart.files");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".sql"), text);
    }

    private static MartCatalog read(String model, Path folder) {
        Settings settings = MinimalSettings.with(Map.of(
                "model",
                model,
                "mart.url",
                "jdbc:postgresql://localhost/c",
                "mart.user",
                "c",
                "mart.files",
                folder.toString()));
        return MartCatalog.read(settings);
    }
}

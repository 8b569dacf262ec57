package io.cdcvault.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.schema.reading.ShippedModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VaultDdlTest {

    private static final String MODEL =
            """
            model: notes
            vault: {record_source: notes, foreign_keys: %s}
            naming: {hash_key: "{table}_key", load_date: ldts, status_table: "{entity}_status"}
            hubs: {hub_note: {business_key: {id: bigint}}}
            satellites: {sat_note: {of: hub_note, attributes: {tags: "numeric(12,2)[]", kind: app.note_kind}}}
            sources: {app.notes: {hubs: {hub_note: {id: id}}, satellites: [sat_note]}}
            """;

    @Test
    void theDdlOfBookingsIsTheGoldenFile() throws IOException {
        String ddl = String.join(";\n\n", VaultDdl.statements(ShippedModels.bookings())) + ";\n";
        Path actual = Files.writeString(Path.of("target", "bookings.sql"), ddl);
        assertThat(ddl).as("%s, to be copied if it is right", actual).isEqualTo(golden());
    }

    @Test
    void theSameModelGivesTheSameStatements() {
        assertThat(VaultDdl.statements(ShippedModels.bookings()))
                .isEqualTo(VaultDdl.statements(ShippedModels.bookings()));
    }

    @Test
    void namesComeFromTheTemplates() {
        assertThat(VaultTables.of(notes(false)))
                .extracting(table -> table.name() + table.primaryKey())
                .containsExactly(
                        "hub_note[hub_note_key]", "note_status[hub_note_key, ldts]", "sat_note[hub_note_key, ldts]");
    }

    @Test
    void typesThatJooqDoesNotKnowAreRenderedToTheLetter() {
        assertThat(String.join("\n", VaultDdl.statements(notes(false))))
                .contains("\"tags\" numeric(12,2)[] null", "\"kind\" app.note_kind null");
    }

    @Test
    void foreignKeysAreThereWhenAskedFor() {
        assertThat(String.join("\n", VaultDdl.statements(notes(false)))).doesNotContain("foreign key");
        assertThat(String.join("\n", VaultDdl.statements(notes(true)))).contains("foreign key (\"hub_note_key\")");
    }

    @Test
    void aVaultInAnotherSchemaDiffersByThatNameAlone() throws IOException {
        String twin = String.join(
                        ";\n\n", VaultDdl.statements(ShippedModels.bookings().inSchema("twin")))
                + ";\n";
        assertThat(twin).doesNotContain("\"vault\".");
        assertThat(twin.replace("\"twin\"", "\"vault\"")).isEqualTo(golden());
    }

    private static VaultModel notes(boolean foreignKeys) {
        return ModelReader.read(MODEL.formatted(foreignKeys), "notes.yaml");
    }

    private static String golden() throws IOException {
        try (InputStream file = Objects.requireNonNull(VaultDdlTest.class.getResourceAsStream("bookings.sql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

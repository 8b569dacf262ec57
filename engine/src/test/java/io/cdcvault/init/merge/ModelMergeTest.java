package io.cdcvault.init.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.catalog.Selection;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.init.merge.ModelMerge.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelMergeTest {

    private static final String BASE =
            """
            hubs:
              hub_order: {business_key: {number: text}}
            satellites:
              sat_order: {of: hub_order, attributes: {total: numeric, note: text}}
            """;

    @Test
    void whatTheSourceGotIsAddedAndWhatWasEditedStays() {
        String edited =
                BASE.replace("hub_order: {business_key: {number: text}}", "hub_order: {business_key: {no: text}}");
        String derived = BASE + "  sat_order_text: {of: hub_order, attributes: {body: text}}\n";

        ModelMerge merged = ModelMerge.of(BASE, edited, derived);

        assertThat(merged.text()).isEqualTo(edited + "  sat_order_text: {of: hub_order, attributes: {body: text}}\n");
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void whatAPersonDecidedAtFirstStaysAsAnEdit(@TempDir Path directory) throws IOException {
        ModelFile file = new ModelFile(directory.resolve("model.yaml"));
        String decided = BASE.replace("{number: text}", "{code: text}");
        file.replace(decided, BASE, Selection.all());

        assertThat(file.merge(BASE.replace("note: text", "note: text, paid: boolean"), Selection.all()))
                .isEmpty();
        assertThat(directory.resolve("model.yaml"))
                .hasContent(decided.replace("note: text", "note: text, paid: boolean"));
    }

    @Test
    void editedLinesAreKeptAndTheDerivedOnesNamed() {
        String edited = BASE.replace(", note: text", "");
        String derived = BASE.replace("note: text", "note: text, paid: boolean");

        ModelMerge merged = ModelMerge.of(BASE, edited, derived);

        assertThat(merged.text()).isEqualTo(edited);
        assertThat(merged.conflicts())
                .containsExactly(
                        new Conflict(
                                4,
                                List.of(
                                        "  sat_order: {of: hub_order, attributes: {total: numeric, note: text, paid: boolean}}")));
    }

    @Test
    void linesThatBothAddInOnePlaceAreAllKept() {
        ModelMerge merged = ModelMerge.of(BASE, BASE + "  sat_mine: {}\n", BASE + "  sat_derived: {}\n");

        assertThat(merged.text()).isEqualTo(BASE + "  sat_mine: {}\n  sat_derived: {}\n");
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void lineThatWasRemovedByHandStaysRemoved() {
        String edited = BASE.replace("  sat_order: {of: hub_order, attributes: {total: numeric, note: text}}\n", "");
        String derived = BASE.replace("note: text", "note: varchar");

        ModelMerge merged = ModelMerge.of(BASE, edited, derived);

        assertThat(merged.text()).isEqualTo(edited);
        assertThat(merged.conflicts()).extracting(Conflict::line).containsExactly(4);
    }

    @Test
    void fileIsMergedByWhatWasDerivedLast(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("model.yaml");
        ModelFile file = new ModelFile(path);
        file.replace(BASE, BASE, Selection.all());
        Files.writeString(path, "# Ours.\n" + BASE);

        assertThat(file.merge(BASE + "  sat_new: {}\n", Selection.all())).isEmpty();
        assertThat(file.merge(BASE, Selection.all())).isEmpty();

        assertThat(path).hasContent("# Ours.\n" + BASE);
        assertThat(directory.resolve("model.yaml.init")).hasContent(BASE);
    }

    /** Otherwise the tables that were left out would come back as news. */
    @Test
    void selectionIsTheOneOfWhatWasDerivedLastAndNoLineOfTheModel(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("model.yaml");
        ModelFile file = new ModelFile(path);
        Selection selection = new Selection(List.of("sales*", "odd = #1"), List.of("*_old"));

        file.replace(BASE, BASE, selection);

        assertThat(file.selection()).isEqualTo(selection);
        assertThat(path).hasContent(BASE);

        assertThat(file.merge(BASE + "  sat_new: {}\n", file.selection())).isEmpty();

        assertThat(file.selection()).isEqualTo(selection);
        assertThat(path).hasContent(BASE + "  sat_new: {}\n");
        file.replace(BASE, BASE, Selection.all());
        assertThat(file.selection()).isEqualTo(Selection.all());
    }

    private static void write(ModelFile file, String model) {
        file.replace(model, model, Selection.all());
    }

    @Test
    void hashRecipeIsTheOneOfWhatWasDerivedLast(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("model.yaml");
        ModelFile file = new ModelFile(path);
        write(file, "vault:\n  hash: automate-dv\n  record_source: shop\n");
        Files.writeString(path, "vault: {hash: exact, record_source: shop}\n");

        assertThat(file.hash()).isEqualTo("automate-dv");
        write(file, "vault: {record_source: shop}\n");
        assertThatThrownBy(file::hash)
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("names no hash recipe");
    }

    @Test
    void fileWithoutWhatWasDerivedIsNotTouched(@TempDir Path directory) throws IOException {
        ModelFile file = new ModelFile(Files.writeString(directory.resolve("model.yaml"), BASE));

        assertThat(file.exists()).isTrue();
        assertThatThrownBy(file::requireMergeable)
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("with --force it is replaced");
    }
}

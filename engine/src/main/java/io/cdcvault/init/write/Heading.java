package io.cdcvault.init.write;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;

/** The first lines of a model: how to read it, and how to change it. */
final class Heading {

    private static final String SCHEMA = "# yaml-language-server: $schema=";

    private static final List<String> GUIDE = List.of(
            "A beginning: it can be loaded as it is, and is better once a person who knows the data has read it.",
            "",
            "  hubs        the things there are, each with the key that identifies it",
            "  links       what belongs to what; the driving roles have at most one open link at a time",
            "  satellites  what is known of them; each change becomes a version",
            "  sources     which columns of which table feed all that",
            "",
            "Decide about the keys of the hubs first: another key is another vault, which has to be loaded again."
                    + " %s Attributes can be renamed or taken out; list in `ignore` what shall not be loaded.",
            "After each change: `cdc-vault model check` compares this file with the source and the warehouse, and"
                    + " `cdc-vault model show` prints it as a table or a diagram. The language: docs/model.md.");

    private static final String EXACT = "Case and blanks count: `A` and `a` are two keys.";
    private static final String FOLDED =
            "Keys that differ only in case or in blanks around them are one key to the vault.";

    private Heading() {}

    static void write(VaultModel model, Lines lines) {
        String keys = model.settings().hash().equals(HashRecipe.EXACT) ? EXACT : FOLDED;
        lines.add(0, SCHEMA + SchemaFile.path());
        lines.comment(
                0,
                "The Data Vault of the database " + model.name() + ", derived from its catalog by `cdc-vault init`.");
        GUIDE.forEach(line -> {
            if (line.startsWith(" ")) {
                lines.add(0, "# " + line);
            } else {
                lines.comment(0, line.replace("%s", keys));
            }
        });
        lines.blank();
    }
}

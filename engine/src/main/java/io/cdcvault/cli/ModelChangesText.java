package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.bookkeeping.ModelChanges;
import io.cdcvault.schema.evolution.ModelComparison.Difference;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a model changes in the vault and in what is captured. */
final class ModelChangesText {

    private final ModelChanges changes;

    ModelChangesText(ModelChanges changes) {
        this.changes = changes;
    }

    List<String> lines(Terminal terminal, String model) {
        if (changes.isEmpty()) {
            return List.of(
                    terminal.toned(Terminal.Tone.GOOD, "No changes") + ": the vault is loaded by the model " + model);
        }
        List<String> lines = new ArrayList<>(table(terminal));
        lines.add("");
        lines.addAll(terminal.folded(
                0,
                changes.refused().isEmpty()
                        ? "All of this happens when a service starts with the model " + model + "."
                        : "No service starts with the model " + model + ": see what is refused, and code 33 in"
                                + " docs/errors.md."));
        return lines;
    }

    /** What becomes different, a line each. */
    List<String> table(Terminal terminal) {
        TextTable table = new TextTable(terminal, Set.of());
        table.add("CHANGE", "WHAT", "WHICH MEANS");
        changes.tables().forEach(name -> add(table, "create", name, ""));
        changes.columns().forEach(name -> add(table, "add", name, "rows from before have NULL"));
        changes.wider()
                .forEach(
                        name -> add(table, "widen", name, "views and functions over it are created again as they are"));
        changes.refused().forEach(name -> add(table, "refuse", name, "rows are hashed by it, so it cannot be added"));
        changes.unfed().forEach(name -> add(table, "keep", name, "the model no longer feeds it; what is loaded stays"));
        changes.remapped().forEach(each -> add(table, "remap", each.table() + ": " + each.what(), meaning(each)));
        changes.captured()
                .forEach(name -> add(table, "capture", name.toString(), "its changes are loaded from now on"));
        changes.released()
                .forEach(name -> add(
                        table,
                        "release",
                        name.toString(),
                        "its changes are no longer loaded; what is loaded stays. They are captured until the table"
                                + " is taken out of the publication"));
        changes.readAgain().forEach((name, why) -> add(table, "read again", name.toString(), "it " + why));
        return table.lines();
    }

    /** What it does to history. */
    private static String meaning(Difference each) {
        if (each.isEnd()) {
            return "was fed by " + each.before() + ", and no longer is by this table; what is loaded stays as it is";
        }
        String becomes = each.before() + " becomes " + each.now();
        if (each.isFilter()) {
            return becomes + "; rows begin and end in the vault by it";
        }
        return becomes
                + (each.isReadAgain()
                        ? "; the table is read again, and versions from before stay as they are"
                        : "; versions from before keep theirs");
    }

    private static void add(TextTable table, String change, String what, String meaning) {
        table.addToned(0, Terminal.Tone.STRONG, change, what, meaning);
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        strings(json.putArray("create"), changes.tables());
        strings(json.putArray("add"), changes.columns());
        strings(json.putArray("widen"), changes.wider());
        strings(json.putArray("refuse"), changes.refused());
        strings(json.putArray("keep"), changes.unfed());
        ArrayNode remapped = json.putArray("remap");
        changes.remapped().forEach(each -> remapped.addObject()
                .put("table", each.table().toString())
                .put("what", each.what())
                .put("before", each.before())
                .put("now", each.now()));
        strings(json.putArray("capture"), names(changes.captured()));
        strings(json.putArray("release"), names(changes.released()));
        ArrayNode readAgain = json.putArray("readAgain");
        changes.readAgain()
                .forEach((table, why) ->
                        readAgain.addObject().put("table", table.toString()).put("why", why));
        return json.toString();
    }

    private static List<String> names(List<TableName> tables) {
        return tables.stream().map(TableName::toString).toList();
    }

    private static void strings(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}

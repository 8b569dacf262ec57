package io.cdcvault.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.cli.Terminal.Tone;
import io.cdcvault.verify.VaultDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two vaults of one history, as they were at the same position. */
record ReplayOutcome(
        CapturePosition position, String schema, VaultDigest vault, VaultDigest replayed, Waiting waiting) {

    /** The rows that wait as dead letters, by source table. */
    record Waiting(Map<String, Long> inVault, Map<String, Long> inReplayed) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isEqual() {
        return vault.tablesUnlike(replayed).isEmpty();
    }

    /** For a person. */
    List<String> text(Terminal terminal) {
        List<String> lines = tables(terminal);
        String at = " at " + position.commitLsn();
        lines.addAll(
                isEqual()
                        ? terminal.folded(Tone.GOOD, "Equal", at)
                        : terminal.folded(
                                Tone.BAD, "Different", at + "; the vault made from the topics is in schema " + schema));
        return lines;
    }

    /** What a swap did, or why it was refused. */
    List<String> swapText(boolean isSwapped, Terminal terminal) {
        List<String> lines = isEqual() ? new ArrayList<>() : tables(terminal);
        if (isSwapped) {
            lines.addAll(terminal.folded(
                    0, "Swapped: the vault is the one made from the topics, as of " + position.commitLsn() + "."));
            lines.addAll(terminal.folded(
                    0, "The one before is in schema " + schema + "; drop it when it is not needed any more."));
        } else {
            lines.addAll(terminal.folded(
                    Tone.BAD,
                    "Not swapped",
                    ": the vault made from the topics, in schema " + schema + ", differs from the one that stands."));
            lines.addAll(terminal.folded(
                    0,
                    "Compare the tables above. To put it in place nevertheless:"
                            + " `cdc-vault replay --swap --accept-missing`"));
        }
        return lines;
    }

    private List<String> tables(Terminal terminal) {
        List<String> different = vault.tablesUnlike(replayed);
        TextTable table = new TextTable(terminal, Set.of(1, 2));
        table.add("TABLE", "ROWS", "REPLAYED", "");
        for (int i = 0; i < vault.tables().size(); i++) {
            VaultDigest.Table one = vault.tables().get(i);
            VaultDigest.Table other = replayed.tables().get(i);
            boolean equal = !different.contains(one.name());
            table.addToned(
                    3,
                    equal ? Tone.GOOD : Tone.BAD,
                    one.name(),
                    Quantities.count(one.rows()),
                    Quantities.count(other.rows()),
                    equal ? "equal" : "different");
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        letters(waiting.inVault(), "the vault", lines);
        letters(waiting.inReplayed(), "the replay", lines);
        return lines;
    }

    private static void letters(Map<String, Long> waiting, String where, List<String> lines) {
        waiting.forEach((table, rows) ->
                lines.add(Quantities.count(rows) + " rows of " + table + " wait as dead letters of " + where));
    }

    /** For a program: one object, on one line. */
    String json() {
        return written(values());
    }

    String swapJson(boolean isSwapped) {
        Map<String, Object> all = values();
        all.put("swapped", isSwapped);
        if (isSwapped) {
            all.put("before", schema);
        }
        return written(all);
    }

    private Map<String, Object> values() {
        Map<String, Object> tables = new LinkedHashMap<>();
        for (int i = 0; i < vault.tables().size(); i++) {
            tables.put(
                    vault.tables().get(i).name(),
                    Map.of(
                            "vault",
                            digest(vault.tables().get(i)),
                            "replayed",
                            digest(replayed.tables().get(i))));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("equal", isEqual());
        all.put("lsn", position.commitLsn().toString());
        all.put("transactions", position.stamp().number().value());
        all.put("schema", schema);
        all.put("different", vault.tablesUnlike(replayed));
        all.put("tables", tables);
        all.put("waiting", Map.of("vault", waiting.inVault(), "replayed", waiting.inReplayed()));
        return all;
    }

    private static Map<String, Object> digest(VaultDigest.Table table) {
        return Map.of("rows", table.rows(), "digest", table.digest());
    }

    private static String written(Map<String, Object> all) {
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, texts and numbers are always JSON", e);
        }
    }
}

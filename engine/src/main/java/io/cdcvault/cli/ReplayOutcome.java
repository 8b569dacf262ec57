package io.cdcvault.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.verify.VaultDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two vaults of one history, as they were at the same position. */
record ReplayOutcome(CapturePosition position, String schema, VaultDigest vault, VaultDigest replayed) {

    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isEqual() {
        return vault.tablesUnlike(replayed).isEmpty();
    }

    /** For a person. */
    List<String> text(Terminal terminal) {
        List<String> different = vault.tablesUnlike(replayed);
        TextTable table = new TextTable(Set.of(1, 2));
        table.add("TABLE", "ROWS", "REPLAYED", "");
        for (int i = 0; i < vault.tables().size(); i++) {
            VaultDigest.Table one = vault.tables().get(i);
            VaultDigest.Table other = replayed.tables().get(i);
            boolean equal = !different.contains(one.name());
            table.addStyled(
                    3,
                    cell -> terminal.toned(equal ? Terminal.Tone.GOOD : Terminal.Tone.BAD, cell),
                    one.name(),
                    Quantities.count(one.rows()),
                    Quantities.count(other.rows()),
                    equal ? "equal" : "different");
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(
                different.isEmpty()
                        ? terminal.toned(Terminal.Tone.GOOD, "Equal") + " at " + position.commitLsn()
                        : terminal.toned(Terminal.Tone.BAD, "Different") + " at " + position.commitLsn()
                                + "; the vault made from the topics is in schema " + schema);
        return lines;
    }

    /** For a program: one object, on one line. */
    String json() {
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
        all.put("transactions", position.stamp().number());
        all.put("schema", schema);
        all.put("different", vault.tablesUnlike(replayed));
        all.put("tables", tables);
        return written(all);
    }

    static List<String> swappedText(CapturePosition position, String schema) {
        return List.of(
                "Swapped: the vault is the one made from the topics, as of " + position.commitLsn() + ".",
                "The one before is in schema " + schema + "; drop it when nobody needs it any more.");
    }

    static String swappedJson(CapturePosition position, String schema) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("swapped", true);
        all.put("lsn", position.commitLsn().toString());
        all.put("transactions", position.stamp().number());
        all.put("before", schema);
        return written(all);
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

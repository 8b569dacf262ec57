package io.cdcvault.schema.reading;

import io.cdcvault.schema.ddl.ColumnShape;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.ddl.ViewNames;
import io.cdcvault.schema.model.Share;
import io.cdcvault.schema.model.VaultModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The names that the vault will have: short enough, and each once. */
final class NameCheck {

    private static final int LONGEST = 63;

    private final Report report;
    private final VaultModel model;
    private final Map<String, Object> elements = new HashMap<>();
    private final Map<String, String> taken = new HashMap<>();
    private final Set<String> claimed = new HashSet<>();

    NameCheck(Report report, VaultModel model) {
        this.report = report;
        this.model = Resolved.part(model);
        this.model.hubs().forEach(hub -> elements.put(hub.name(), hub));
        this.model.links().forEach(link -> elements.put(link.name(), link));
        this.model.satellites().forEach(satellite -> elements.put(satellite.name(), satellite));
    }

    void run() {
        run(model);
    }

    /** The names of a part, beside those of the parts before: hubs and links may be in several. */
    void run(VaultModel part) {
        VaultModel resolved = Resolved.part(part);
        if (isTooLong(resolved.settings().schema())) {
            report.atLine(1, tooLong("schema", resolved.settings().schema()));
        }
        Share share = resolved.settings().share();
        claimed.clear();
        List<TableShape> tables = VaultTables.of(resolved);
        tables.forEach(
                table -> claim(table.name(), table.kind().name().toLowerCase(java.util.Locale.ROOT), table.element()));
        resolved.satellites()
                .forEach(satellite -> ViewNames.of(satellite).forEach(view -> claim(view, "view", satellite.name())));
        resolved.linksWithEffectivity()
                .forEach(link -> ViewNames.of(link, share).forEach(view -> claim(view, "view", link.name())));
        resolved.hubs().forEach(hub -> ViewNames.of(hub, share).forEach(view -> claim(view, "view", hub.name())));
        tables.forEach(table -> checkColumns(table, share));
    }

    private void claim(String name, String kind, String element) {
        String claim = "the " + kind + " of " + element;
        boolean isFirst = claimed.add(name);
        String other = taken.putIfAbsent(name, claim);
        if (other != null && (!isFirst || !other.equals(claim))) {
            report.at(
                    element(element),
                    "The name " + name + " would be both " + other + " and " + claim + ", expected different names");
        }
        if (isTooLong(name)) {
            report.at(element(element), tooLong(claim, name));
        }
    }

    private void checkColumns(TableShape table, Share share) {
        Set<String> seen = new HashSet<>();
        List<String> names =
                new ArrayList<>(table.columns().stream().map(ColumnShape::name).toList());
        Stream.concat(names.stream(), ViewNames.addedColumns(table, share).stream())
                .forEach(column -> {
                    if (!seen.add(column)) {
                        report.at(
                                element(table.element()),
                                "The column " + column + " of " + table.name()
                                        + " would be there twice, expected another name or another naming template");
                    }
                });
        names.stream()
                .filter(NameCheck::isTooLong)
                .forEach(column -> report.at(element(table.element()), tooLong("a column of " + table.name(), column)));
    }

    private Object element(String name) {
        return elements.getOrDefault(name, model);
    }

    private static boolean isTooLong(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > LONGEST;
    }

    private static String tooLong(String what, String name) {
        return "The name " + name + " of " + what + " has " + name.getBytes(StandardCharsets.UTF_8).length
                + " bytes, expected at most " + LONGEST;
    }
}

package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.bookkeeping.ColumnLedger.Noticed;
import io.cdcvault.bookkeeping.SourceNotices.Notice;
import io.cdcvault.drift.ColumnNews;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.evolution.ColumnChange.TableAdded;
import io.cdcvault.schema.evolution.ColumnChange.TableDropped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What became of the source's tables, and how the vault follows them. */
final class ColumnHistoryText {

    private final List<Noticed> changes;
    private final List<Notice> notices;

    /** @param notices of what the vault does not follow */
    ColumnHistoryText(List<Noticed> changes, List<Notice> notices) {
        this.changes = List.copyOf(changes);
        this.notices = List.copyOf(notices);
    }

    /** A line of the table. */
    private record Line(Instant at, String lsn, String text) {}

    List<String> lines(Terminal terminal) {
        if (changes.isEmpty() && notices.isEmpty()) {
            return List.of("The source's tables have the columns that the model was written for.");
        }
        TextTable table = new TextTable(terminal, Set.of());
        table.add("NOTICED", "BEFORE LSN", "WHAT");
        Stream.concat(
                        changes.stream()
                                .map(each ->
                                        new Line(each.at(), each.lsn().orElse("-"), ColumnNews.text(each.change()))),
                        notices.stream().map(each -> new Line(each.at(), each.lsn(), each.table() + " " + each.what())))
                .sorted(Comparator.comparing(Line::at))
                .forEach(line ->
                        table.add(line.at().truncatedTo(ChronoUnit.SECONDS).toString(), line.lsn(), line.text()));
        return table.lines();
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray("changes");
        for (Noticed each : changes) {
            ObjectNode change = all.addObject()
                    .put("noticed_at", each.at().toString())
                    .put("before_lsn", each.lsn().orElse(null))
                    .put("table", each.change().table().toString())
                    .put("column", each.change().column())
                    .put("change", each.change().getClass().getSimpleName().toLowerCase(Locale.ROOT));
            if (each.change() instanceof Added added) {
                change.put("satellite", added.satellite())
                        .put("attribute", added.attribute())
                        .put("type", added.type());
            } else if (each.change() instanceof Retyped retyped) {
                change.put("former_type", retyped.formerType()).put("type", retyped.type());
            } else if (each.change() instanceof TableAdded table) {
                change.put("change", "table added").put("model", table.model());
            } else if (each.change() instanceof TableDropped table) {
                change.put("change", table.areRowsEnded() ? "table ended" : "table kept");
            } else if (each.change() instanceof Renamed renamed) {
                change.put("new_name", renamed.newName());
            }
        }
        ArrayNode seen = json.putArray("notices");
        for (Notice each : notices) {
            seen.addObject()
                    .put("noticed_at", each.at().toString())
                    .put("before_lsn", each.lsn())
                    .put("table", each.table().toString())
                    .put("notice", each.what());
        }
        return json.toString();
    }
}

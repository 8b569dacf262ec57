package io.cdcvault.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.kafka.TailedRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi.Text;

/** A change as a person can read it: one line, folded on a terminal that is narrower. */
final class ChangeLine {

    private static final int LONGEST_VALUE = 32;

    private final Terminal terminal;
    private final DateTimeFormatter time;
    private final boolean full;

    /** @param full whether values are shown whole, and those that an update did not change */
    ChangeLine(Terminal terminal, ZoneId zone, boolean full) {
        this.terminal = terminal;
        this.full = full;
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone);
    }

    /** Empty for a record that says nothing to a person: a BEGIN. */
    Optional<String> of(TailedRecord record) {
        if (!record.isTransaction()) {
            Change change = Change.of(record);
            return Optional.of(line(record, change, change == Change.FOREIGN ? plain(place(record)) : row(record)));
        }
        return record.envelope().path("status").asText().equals("BEGIN")
                ? Optional.empty()
                : Optional.of(line(record, Change.COMMIT, plain(commit(record))));
    }

    private static String place(TailedRecord record) {
        return record.topic() + " offset " + record.offset() + ": not a Debezium envelope";
    }

    private String line(TailedRecord record, Change change, Text text) {
        Instant at = record.loadDate().instant();
        String word = String.format(Locale.ROOT, "%-8s", change);
        Text line = plain(time.format(at) + "  ")
                .concat(terminal.text(change.tone(), word))
                .concat(plain("  "))
                .concat(text);
        return String.join("\n", terminal.folded(0, line));
    }

    private Text plain(String text) {
        return terminal.text(Terminal.Tone.PLAIN, text);
    }

    private static String commit(TailedRecord record) {
        JsonNode end = record.envelope();
        List<String> counts = new ArrayList<>();
        end.path("data_collections")
                .forEach(table -> counts.add(table.path("data_collection").asText() + " "
                        + Quantities.count(table.path("event_count").asLong())));
        return "transaction " + record.transaction() + "  " + String.join(", ", counts);
    }

    private Text row(TailedRecord record) {
        JsonNode source = record.envelope().path("source");
        String table =
                source.path("schema").asText() + "." + source.path("table").asText();
        List<String> key = new ArrayList<>();
        record.key().properties().forEach(column -> key.add(column.getKey() + "=" + value(column.getValue())));
        String values = "  " + String.join(" ", key) + "  " + String.join(", ", columns(record));
        return terminal.text(Terminal.Tone.STRONG, table).concat(plain(values.stripTrailing()));
    }

    private List<String> columns(TailedRecord record) {
        JsonNode before = record.envelope().path("before");
        JsonNode after = record.envelope().path("after");
        List<String> columns = new ArrayList<>();
        after.properties().forEach(column -> {
            String name = column.getKey();
            if (before.has(name) && !before.path(name).equals(column.getValue())) {
                columns.add(name + ": " + value(before.path(name)) + " -> " + value(column.getValue()));
            } else if (!record.key().has(name) && (full || isNews(before, name, column.getValue()))) {
                columns.add(name + ": " + value(column.getValue()));
            }
        });
        return columns;
    }

    /** Where the log does not say what was before, each value may be another. */
    private static boolean isNews(JsonNode before, String name, JsonNode value) {
        return !before.has(name) && !isUntouched(value);
    }

    private static boolean isUntouched(JsonNode value) {
        return value.isTextual() && value.asText().equals(RowImage.UNAVAILABLE);
    }

    private String value(JsonNode value) {
        if (isUntouched(value)) {
            return "(unchanged)";
        }
        String text = (value.isValueNode() ? value.asText() : value.toString()).replaceAll("\\s+", " ");
        return full || text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 3) + "...";
    }
}

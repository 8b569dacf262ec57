package io.cdcvault.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.kafka.TailedRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A change as a line that a person can read. */
final class ChangeLine {

    private static final int LONGEST_VALUE = 32;

    private final Terminal terminal;
    private final DateTimeFormatter time;
    private final boolean full;

    /** @param full whether values are shown whole */
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
            return Optional.of(line(record, change, change == Change.FOREIGN ? place(record) : row(record)));
        }
        return record.envelope().path("status").asText().equals("BEGIN")
                ? Optional.empty()
                : Optional.of(line(record, Change.COMMIT, commit(record)));
    }

    private static String place(TailedRecord record) {
        return record.topic() + " offset " + record.offset() + ": not a Debezium envelope";
    }

    private String line(TailedRecord record, Change change, String text) {
        Instant at = Instant.EPOCH.plus(record.loadDate(), ChronoUnit.MICROS);
        String word = String.format(Locale.ROOT, "%-8s", change);
        return (time.format(at) + "  " + terminal.toned(change.tone(), word) + "  " + text).stripTrailing();
    }

    private static String commit(TailedRecord record) {
        JsonNode end = record.envelope();
        List<String> counts = new ArrayList<>();
        end.path("data_collections")
                .forEach(table -> counts.add(table.path("data_collection").asText() + " "
                        + Quantities.count(table.path("event_count").asLong())));
        return "transaction " + record.transaction() + "  " + String.join(", ", counts);
    }

    private String row(TailedRecord record) {
        JsonNode source = record.envelope().path("source");
        String table =
                source.path("schema").asText() + "." + source.path("table").asText();
        List<String> key = new ArrayList<>();
        record.key().properties().forEach(column -> key.add(column.getKey() + "=" + value(column.getValue())));
        return terminal.toned(Terminal.Tone.STRONG, table) + "  " + String.join(" ", key) + "  "
                + String.join(", ", columns(record));
    }

    private List<String> columns(TailedRecord record) {
        JsonNode before = record.envelope().path("before");
        JsonNode after = record.envelope().path("after");
        List<String> columns = new ArrayList<>();
        after.properties().forEach(column -> {
            String name = column.getKey();
            if (before.has(name) && !before.path(name).equals(column.getValue())) {
                columns.add(name + ": " + value(before.path(name)) + " -> " + value(column.getValue()));
            } else if (!before.has(name) && !record.key().has(name) && !isUntouched(column.getValue())) {
                columns.add(name + ": " + value(column.getValue()));
            }
        });
        return columns;
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

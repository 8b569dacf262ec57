package io.cdcvault.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcvault.change.Operation;
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

    ChangeLine(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone);
    }

    /** Empty for a record that says nothing to a person: a BEGIN. */
    Optional<String> of(TailedRecord record) {
        if (!record.isTransaction()) {
            Change change = change(record.envelope());
            return Optional.of(line(record, change, change == Change.FOREIGN ? place(record) : row(record)));
        }
        return record.envelope().path("status").asText().equals("BEGIN")
                ? Optional.empty()
                : Optional.of(line(record, Change.COMMIT, commit(record)));
    }

    private static String place(TailedRecord record) {
        return record.topic() + " offset " + record.offset() + ": not a Debezium envelope";
    }

    /** What happened, in one word. */
    private enum Change {
        SNAPSHOT(Terminal.Tone.QUIET),
        INSERT(Terminal.Tone.GOOD),
        UPDATE(Terminal.Tone.WARNING),
        DELETE(Terminal.Tone.BAD),
        TRUNCATE(Terminal.Tone.BAD),
        MESSAGE(Terminal.Tone.QUIET),
        /** What another program wrote, and no envelope. */
        FOREIGN(Terminal.Tone.WARNING),
        COMMIT(Terminal.Tone.QUIET);

        private final Terminal.Tone tone;

        Change(Terminal.Tone tone) {
            this.tone = tone;
        }
    }

    private static Change change(JsonNode envelope) {
        return switch (operation(envelope)) {
            case READ -> Change.SNAPSHOT;
            case CREATE -> Change.INSERT;
            case UPDATE -> Change.UPDATE;
            case DELETE -> Change.DELETE;
            case TRUNCATE -> Change.TRUNCATE;
            case MESSAGE -> Change.MESSAGE;
            case UNREADABLE, FOREIGN -> Change.FOREIGN;
        };
    }

    private static Operation operation(JsonNode envelope) {
        try {
            return Operation.ofLetter(envelope.path("op").asText());
        } catch (IllegalArgumentException e) {
            return Operation.FOREIGN;
        }
    }

    private String line(TailedRecord record, Change change, String text) {
        Instant at = Instant.EPOCH.plus(record.loadDate(), ChronoUnit.MICROS);
        String word = String.format(Locale.ROOT, "%-8s", change.name().toLowerCase(Locale.ROOT));
        return (time.format(at) + "  " + terminal.toned(change.tone, word) + "  " + text).stripTrailing();
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

    private static List<String> columns(TailedRecord record) {
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

    private static String value(JsonNode value) {
        if (isUntouched(value)) {
            return "(unchanged)";
        }
        String text = (value.isValueNode() ? value.asText() : value.toString()).replaceAll("\\s+", " ");
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 3) + "...";
    }
}

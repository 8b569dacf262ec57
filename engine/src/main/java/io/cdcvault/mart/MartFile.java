package io.cdcvault.mart;

import io.cdcvault.schema.model.TableName;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mart's file: comments at its beginning, of which {@code -- name: value} say how it is refreshed, then one SELECT.
 * Every problem of a file is found at once.
 */
final class MartFile {

    static final String BOOKKEEPING_SCHEMA = "cdc_vault";

    private static final Pattern ENTRY = Pattern.compile("--\\s*([a-z][a-z-]*):\\s*(.*?)\\s*");
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([smhd])");
    private static final List<String> KNOWN = List.of("target", "key", "mode", "freshness", "stamp");
    private static final Duration USUAL_FRESHNESS = Duration.ofDays(1);

    private final String name;
    private final String origin;
    private final Map<String, String> header = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final StringBuilder select = new StringBuilder();

    private MartFile(String name, String origin, String text) {
        this.name = name;
        this.origin = origin;
        read(text);
    }

    /**
     * What a file says.
     *
     * @param definition empty when there are problems
     * @param problems each with the file's name
     */
    record Read(Optional<MartDefinition> definition, List<String> problems) {}

    /**
     * Reads a file.
     *
     * @param name of the mart
     * @param origin where the text is from, for messages
     */
    static Read read(String name, String origin, String text) {
        MartFile file = new MartFile(name, origin, text);
        Optional<MartDefinition> definition = file.definition();
        return new Read(
                file.problems.isEmpty() ? definition : Optional.empty(),
                file.problems.stream().map(problem -> origin + ": " + problem).toList());
    }

    private void read(String text) {
        boolean isHeader = true;
        for (String line : text.split("\\R", -1)) {
            isHeader = isHeader && (line.isBlank() || line.startsWith("--"));
            Matcher entry = ENTRY.matcher(line);
            if (isHeader && entry.matches()) {
                enter(entry.group(1), entry.group(2));
            } else {
                select.append(line).append('\n');
            }
        }
    }

    private void enter(String word, String value) {
        if (!KNOWN.contains(word)) {
            problems.add("`" + word + "` is not known; there are " + String.join(", ", KNOWN));
        } else if (value.isEmpty()) {
            problems.add("`" + word + "` says nothing");
        } else if (header.put(word, value) != null) {
            problems.add("`" + word + "` stands there twice");
        }
    }

    private Optional<MartDefinition> definition() {
        List<String> key = list(header.getOrDefault("key", ""));
        MartMode mode = mode();
        if (mode == MartMode.INCREMENTAL && key.isEmpty()) {
            problems.add("`key` is missing: the columns that distinguish a row from others, or else `mode: replace`");
        }
        return Optional.of(new MartDefinition(
                name, target(), key, mode, freshness(), Optional.ofNullable(header.get("stamp")), select(), origin));
    }

    private TableName target() {
        String target = header.getOrDefault("target", "");
        int dot = target.indexOf('.');
        TableName table = new TableName(dot < 0 ? "public" : target.substring(0, dot), target.substring(dot + 1));
        if (table.table().isEmpty() || table.schema().isEmpty()) {
            problems.add("`target` is missing: the table in the presentation database, such as public." + name);
        } else if (table.schema().equals(BOOKKEEPING_SCHEMA)) {
            problems.add("`target` must not be in the schema " + BOOKKEEPING_SCHEMA + ", which is the service's own");
        }
        return table;
    }

    private MartMode mode() {
        String word = header.getOrDefault("mode", MartMode.INCREMENTAL.word());
        Optional<MartMode> mode = MartMode.of(word);
        if (mode.isEmpty()) {
            problems.add("`mode` is incremental or replace, not " + word);
        }
        return mode.orElse(MartMode.REPLACE);
    }

    private Duration freshness() {
        Optional<Duration> freshness = Optional.ofNullable(header.get("freshness"))
                .map(MartFile::duration)
                .orElse(Optional.of(USUAL_FRESHNESS))
                .filter(duration -> !duration.isNegative() && !duration.isZero());
        if (freshness.isEmpty()) {
            problems.add("`freshness` is a time such as 90s, 15m, 26h or 7d, not " + header.get("freshness"));
        }
        return freshness.orElse(USUAL_FRESHNESS);
    }

    private String select() {
        String text = select.toString().strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).stripTrailing();
        }
        boolean hasStatement = text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("--"));
        if (!hasStatement) {
            problems.add("there is no SELECT");
        }
        return text;
    }

    /** Empty when it is none. */
    private static Optional<Duration> duration(String text) {
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            return iso(text);
        }
        long number = Long.parseLong(amount.group(1));
        return Optional.of(
                switch (amount.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    private static Optional<Duration> iso(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}

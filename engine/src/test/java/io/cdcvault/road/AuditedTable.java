package io.cdcvault.road;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the audited workload for each way in which PostgreSQL logs the old row. All of them have the columns
 * owner, note, big and n beside their key.
 */
@SuppressWarnings("ImmutableEnumChecker") // A list that is never changed.
enum AuditedTable {
    /** The default replica identity: the primary key. */
    BY_KEY("by_key", ", primary key (id)", new Key("id", "integer", "i")),
    /** The whole row is logged. */
    WHOLE("whole", ", primary key (id)", new Key("id", "integer", "i")),
    /** The whole row is logged, and one statement may move every key to its neighbour. */
    SHIFTED("shifted", ", primary key (id) deferrable", new Key("id", "integer", "i")),
    /** A unique index identifies the row, and the primary key is another column. */
    BY_INDEX(
            "by_index",
            ", id bigint generated always as identity primary key, constraint by_index_code unique (code)",
            new Key("code", "text not null", literal("c||^^ \"ü\\'") + " || i")),
    /** The whole row is logged, because nothing identifies it. */
    KEYLESS(
            "keyless",
            "",
            new Key("a", "integer", "i"),
            new Key("b", "text", "(array['x||y', '^^', E'two\\nlines'])[i % 3 + 1]")),
    /** Published as one table, through its root. */
    PARTITIONED(
            "partitioned",
            ", primary key (id, region)",
            new Key("id", "integer", "i"),
            new Key("region", "text", "(array['north', 'south', 'west'])[i % 3 + 1]")),
    /** A name of 63 bytes with all that must be quoted, and such columns. */
    ODD_NAME(
            longest("the \"odd\" table, it's näïve.%"),
            ", primary key (\"the \"\"key\"\"; -- é\")",
            new Key("the \"key\"; -- é", "integer", "i"));

    static final List<AuditedTable> ALL = List.of(values());

    private static final int LONGEST_NAME = 63;

    private final String sourceName;
    private final String constraints;
    private final List<Key> keys;

    AuditedTable(String sourceName, String constraints, Key... keys) {
        this.sourceName = sourceName;
        this.constraints = constraints;
        this.keys = List.of(keys);
    }

    /**
     * A column of the key.
     *
     * @param ofNumber what it holds in the row number {@code i}
     */
    record Key(String column, String type, String ofNumber) {}

    /** As the vault's tables are called after it. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String sourceName() {
        return sourceName;
    }

    /** The source table, quoted. */
    String relation() {
        return "audit." + quoted(sourceName);
    }

    List<Key> keys() {
        return keys;
    }

    /** The key of row {@code t} as one text, at the source. */
    String keyText() {
        return text(keys.stream().map(key -> "t." + quoted(key.column())).toList());
    }

    /** The same of a row {@code h} of its hub. */
    String hubKeyText() {
        return text(java.util.stream.IntStream.rangeClosed(1, keys.size())
                .mapToObj(i -> "h.key_" + i)
                .toList());
    }

    /** Whether row {@code t} is the row number {@code i}. */
    String isNumber() {
        return keys.stream()
                .map(key -> "t." + quoted(key.column()) + " = " + key.ofNumber())
                .collect(Collectors.joining(" and "));
    }

    String keyColumns() {
        return keys.stream().map(key -> quoted(key.column())).collect(Collectors.joining(", "));
    }

    String keyValues() {
        return keys.stream().map(Key::ofNumber).collect(Collectors.joining(", "));
    }

    /** What creates it, without its triggers. */
    List<String> definition() {
        String columns = keys.stream()
                .map(key -> quoted(key.column()) + " " + key.type())
                .collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>();
        statements.add("create table " + relation() + " (" + columns + ", owner integer, note text, big text, n integer"
                + constraints + ")" + (this == PARTITIONED ? " partition by list (region)" : ""));
        statements.add("alter table " + relation() + " alter big set storage external");
        switch (this) {
            case WHOLE, SHIFTED, KEYLESS -> statements.add("alter table " + relation() + " replica identity full");
            case BY_INDEX ->
                statements.add("alter table " + relation() + " replica identity using index by_index_code");
            case PARTITIONED ->
                List.of("north", "south", "west")
                        .forEach(region -> statements.add("create table " + partition(region) + " partition of "
                                + relation() + " for values in ('" + region + "')"));
            case BY_KEY, ODD_NAME -> {}
        }
        return statements;
    }

    static String partition(String region) {
        return "audit.part_" + region;
    }

    private static String text(List<String> columns) {
        return "concat_ws(' / ', " + String.join(", ", columns) + ")";
    }

    private static String longest(String name) {
        StringBuilder padded = new StringBuilder(name);
        while (padded.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length < LONGEST_NAME) {
            padded.append('z');
        }
        return padded.toString();
    }
}

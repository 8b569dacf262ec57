package io.cdcvault.capture.snapshot;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements that read a table in the order of its key, a chunk at a time. Rows whose key has no NULL come first,
 * in the order of an index over the key if there is one; then the others, which no row comparison finds, NULLs last.
 *
 * @param only whether rows of tables that inherit from it are left out
 * @param columns to read
 */
record ChunkSelects(TableName table, boolean only, List<String> columns, List<KeyColumn> key) {

    ChunkSelects {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** A column of the key. */
    record KeyColumn(String name, boolean isNullable) {}

    /**
     * One statement.
     *
     * @param parameters in the text form of the columns that they are compared with
     */
    record Select(String text, List<String> parameters) {

        Select {
            parameters = List.copyOf(parameters);
        }

        String sql(int limit) {
            // Several rows may share a key that no index guards.
            return text + " fetch first " + limit + " rows with ties";
        }
    }

    /**
     * The statements for the rows that follow a key, each for when those before it have no more.
     *
     * @param last the key of the last row that was read; empty before the first
     */
    List<Select> after(List<@Nullable String> last) {
        List<Select> selects = new ArrayList<>();
        boolean hasNull = last.stream().anyMatch(Objects::isNull);
        if (!hasNull) {
            selects.add(withoutNulls(last));
        }
        if (key.stream().anyMatch(KeyColumn::isNullable)) {
            selects.add(withNulls(hasNull ? last : List.of()));
        }
        return selects;
    }

    private Select withoutNulls(List<@Nullable String> last) {
        List<String> conditions = new ArrayList<>();
        key.stream().filter(KeyColumn::isNullable).forEach(column -> conditions.add(quoted(column) + " is not null"));
        if (!last.isEmpty()) {
            conditions.add("(" + list() + ") > (" + String.join(", ", Collections.nCopies(key.size(), "?")) + ")");
        }
        return select(conditions, last.stream().map(Objects::requireNonNull).toList());
    }

    private Select withNulls(List<@Nullable String> last) {
        String someNull = key.stream()
                .filter(KeyColumn::isNullable)
                .map(column -> quoted(column) + " is null")
                .collect(Collectors.joining(" or ", "(", ")"));
        List<String> parameters = new ArrayList<>();
        return last.isEmpty()
                ? select(List.of(someNull), parameters)
                : select(List.of(someNull, follows(last, parameters)), parameters);
    }

    /** Column by column: those before are the same, this one is greater; nothing is greater than NULL. */
    private String follows(List<@Nullable String> last, List<String> parameters) {
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            String value = last.get(i);
            if (value != null) {
                String same = same(last.subList(0, i), parameters);
                parameters.add(value);
                String column = quoted(key.get(i));
                ways.add(same
                        + (key.get(i).isNullable()
                                ? "(" + column + " > ? or " + column + " is null)"
                                : column + " > ?"));
            }
        }
        return ways.isEmpty() ? "false" : "(" + String.join(" or ", ways) + ")";
    }

    private String same(List<@Nullable String> values, List<String> parameters) {
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            same.append(quoted(key.get(i))).append(value == null ? " is null and " : " = ? and ");
            if (value != null) {
                parameters.add(value);
            }
        }
        return same.toString();
    }

    private Select select(List<String> conditions, List<String> parameters) {
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return new Select(
                "select " + columns.stream().map(Identifiers::quoted).collect(Collectors.joining(", ")) + " from "
                        + (only ? "only " : "") + Identifiers.quoted(table) + where
                        + " order by " + list(),
                parameters);
    }

    private String list() {
        return key.stream().map(ChunkSelects::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(KeyColumn column) {
        return Identifiers.quoted(column.name());
    }
}

package io.cdcvault.mart;

import io.cdcvault.database.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Brings what was staged into a mart's table, in the open transaction. */
final class MartMerge {

    static final String STAGE = "pg_temp.cdc_vault_mart";

    private final MartDefinition mart;
    private final List<MartColumn> columns;
    private final String target;

    /** @param columns of the SELECT */
    MartMerge(MartDefinition mart, List<MartColumn> columns) {
        this.mart = mart;
        this.columns = List.copyOf(columns);
        this.target = Identifiers.quoted(mart.target());
    }

    /** How many rows were touched. */
    record Touched(long inserted, long updated, long deleted) {}

    /** Statements that make the table to stage rows in. */
    String stage() {
        return "create temporary table cdc_vault_mart ("
                + columns.stream().map(MartColumn::declaration).collect(Collectors.joining(", ")) + ")";
    }

    /** Run when the rows are staged: the key must be one, and the planner must know them. */
    List<String> afterStaging() {
        List<String> statements = new ArrayList<>();
        if (!mart.key().isEmpty()) {
            statements.add("alter table " + STAGE + " add primary key (" + quoted(mart.key()) + ")");
        }
        statements.add("analyze " + STAGE);
        return statements;
    }

    /** @param loadDate what the stamp's column is given where a row is new or different */
    Touched run(Connection connection, Instant loadDate) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String stamp = Identifiers.literal(loadDate.toString()) + "::timestamptz";
            return switch (mart.mode()) {
                // Not truncate: readers that began before would find it empty.
                case REPLACE -> {
                    long deleted = statement.executeLargeUpdate("delete from " + target);
                    yield new Touched(statement.executeLargeUpdate(insert(stamp)), 0, deleted);
                }
                case INCREMENTAL -> {
                    long deleted = statement.executeLargeUpdate(delete());
                    long updated = hasValues() ? statement.executeLargeUpdate(update(stamp)) : 0;
                    String missing = " where not exists (select from " + target + " as t where " + sameKey() + ")";
                    yield new Touched(statement.executeLargeUpdate(insert(stamp) + missing), updated, deleted);
                }
            };
        }
    }

    private String delete() {
        return "delete from " + target + " as t where not exists (select from " + STAGE + " as s where " + sameKey()
                + ")";
    }

    private String update(String stamp) {
        List<String> changes = new ArrayList<>(
                values().map(column -> column + " = s." + column).toList());
        mart.stamp().ifPresent(column -> changes.add(Identifiers.quoted(column) + " = " + stamp));
        // *<> compares what is stored: it knows every type, also those without an equality, and NULL. Without the casts
        // PostgreSQL would look for an operator of each column's own type.
        return "update " + target + " as t set " + String.join(", ", changes) + " from " + STAGE + " as s where "
                + sameKey() + " and row("
                + values().map(column -> "t." + column).collect(Collectors.joining(", "))
                + ")::record *<> row(" + values().map(column -> "s." + column).collect(Collectors.joining(", "))
                + ")::record";
    }

    private String insert(String stamp) {
        String names = columns.stream().map(MartColumn::quoted).collect(Collectors.joining(", "));
        String stamped = mart.stamp()
                .map(Identifiers::quoted)
                .map(column -> column + ", ")
                .orElse("");
        return "insert into " + target + " (" + stamped + names + ") select " + (stamped.isEmpty() ? "" : stamp + ", ")
                + names + " from " + STAGE + " as s";
    }

    private String sameKey() {
        return mart.key().stream()
                .map(Identifiers::quoted)
                .map(column -> "t." + column + " = s." + column)
                .collect(Collectors.joining(" and "));
    }

    private boolean hasValues() {
        return values().findAny().isPresent();
    }

    private java.util.stream.Stream<String> values() {
        return columns.stream()
                .filter(column -> !mart.key().contains(column.name()))
                .map(MartColumn::quoted);
    }

    static String quoted(List<String> names) {
        return names.stream().map(name -> Identifiers.quoted(name)).collect(Collectors.joining(", "));
    }
}

package io.cdcvault.capture.connector;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of the connector's configuration that says what is captured. */
final class ScopeProperties {

    private static final String EXCLUDED = "column.exclude.list";
    private static final String SELECTS = "snapshot.select.statement.overrides";

    private final CaptureScope scope;

    ScopeProperties(CaptureScope scope) {
        this.scope = scope;
    }

    /** @param users properties; what they exclude stays excluded */
    Map<String, String> properties(Map<String, String> users) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(
                "table.include.list",
                scope.tables().stream().map(ScopeProperties::pattern).collect(Collectors.joining(",")));
        if (!scope.keys().isEmpty()) {
            properties.put("message.key.columns", keyColumns());
        }
        if (!scope.unpublished().isEmpty()) {
            properties.put(EXCLUDED, excluded(users));
        }
        if (!scope.parents().isEmpty()) {
            selects(properties);
        }
        return properties;
    }

    private String keyColumns() {
        return scope.keys().entrySet().stream()
                .map(entry -> pattern(entry.getKey()) + ":" + String.join(",", entry.getValue()))
                .collect(Collectors.joining(";"));
    }

    private String excluded(Map<String, String> users) {
        Stream<String> ours = scope.unpublished().entrySet().stream().flatMap(entry -> entry.getValue().stream()
                .map(column -> pattern(entry.getKey()) + "\\." + literal(column)));
        return Stream.concat(Stream.ofNullable(users.get(EXCLUDED)), ours).collect(Collectors.joining(","));
    }

    /** Without it, a snapshot shows the rows of each table that inherits as rows of its parent too. */
    private void selects(Map<String, String> properties) {
        properties.put(
                SELECTS,
                scope.parents().keySet().stream().map(ScopeProperties::dotted).collect(Collectors.joining(",")));
        scope.parents()
                .forEach((table, columns) -> properties.put(SELECTS + "." + dotted(table), selectOnly(table, columns)));
    }

    private static String selectOnly(TableName table, List<String> columns) {
        return "select " + columns.stream().map(Identifiers::quoted).collect(Collectors.joining(", ")) + " from only "
                + Identifiers.quoted(table);
    }

    private static String pattern(TableName table) {
        return literal(table.schema()) + "\\." + literal(table.table());
    }

    /** As a regular expression; the connector cuts its lists at every comma. */
    private static String literal(String name) {
        return Pattern.quote(name).replace(",", "\\E\\x2C\\Q");
    }

    private static String dotted(TableName table) {
        return table.schema() + "." + table.table();
    }
}

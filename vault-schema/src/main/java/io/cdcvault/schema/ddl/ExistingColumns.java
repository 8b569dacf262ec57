package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The columns of the tables, views and indexes that a vault's schema has already, in their order, and its functions.
 *
 * @param byRelation none for a relation that does not exist
 * @param functions the bodies of the functions of a name
 */
public record ExistingColumns(Map<String, List<String>> byRelation, Map<String, Set<String>> functions) {

    /** Of a schema with nothing in it. */
    public static final ExistingColumns NONE = new ExistingColumns(Map.of());

    public ExistingColumns {
        byRelation = byRelation.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
        functions = functions.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }

    /** Whose functions are not known. */
    public ExistingColumns(Map<String, List<String>> byRelation) {
        this(byRelation, Map.of());
    }

    /** Whether functions of a name have these bodies. */
    boolean hasFunctions(String name, Set<String> bodies) {
        return functions.getOrDefault(name, Set.of()).containsAll(bodies);
    }

    public boolean has(String relation) {
        return byRelation.containsKey(relation);
    }

    /** None when the relation does not exist. */
    public List<String> of(String relation) {
        return byRelation.getOrDefault(relation, List.of());
    }

    /** The attributes of a satellite's table, also those that an earlier model gave it. */
    public Set<String> attributes(VaultModel model, Satellite satellite) {
        Set<String> attributes = new TreeSet<>(of(satellite.name()));
        new SatelliteTables(model)
                .satellite(satellite).columns().stream()
                        .filter(column -> !column.isNullable())
                        .forEach(column -> attributes.remove(column.name()));
        return attributes;
    }

    /** The tables that the model needs and that do not exist. */
    public List<String> missingTables(VaultModel model) {
        return VaultTables.of(model).stream()
                .map(TableShape::name)
                .filter(table -> !has(table))
                .sorted()
                .toList();
    }

    /** The columns that the model adds to tables that exist, such as {@code sat_ticket.color}. */
    public List<String> missingColumns(VaultModel model) {
        return VaultTables.of(model).stream()
                .flatMap(table -> missing(table).stream().map(column -> table.name() + "." + column.name()))
                .sorted()
                .toList();
    }

    /**
     * The columns that tables lack and that cannot be added to rows that exist, such as {@code hub_ticket.region}:
     * parts of what is hashed.
     */
    public List<String> missingKeys(VaultModel model) {
        return VaultTables.of(model).stream()
                .filter(table -> has(table.name()))
                .flatMap(table -> table.columns().stream()
                        .filter(column -> !of(table.name()).contains(column.name()))
                        .filter(column -> !missing(table).contains(column))
                        .map(column -> table.name() + "." + column.name()))
                .sorted()
                .toList();
    }

    /** What can be added to a table with rows in it: attributes, but no part of a key that is hashed. */
    List<ColumnShape> missing(TableShape table) {
        return table.kind() == TableShape.Kind.SATELLITE && has(table.name())
                ? table.columns().stream()
                        .filter(ColumnShape::isNullable)
                        .filter(column -> !of(table.name()).contains(column.name()))
                        .toList()
                : List.of();
    }

    /** Of a table once the missing columns are added, in their order. */
    List<String> completed(TableShape table) {
        Set<String> columns = new LinkedHashSet<>(of(table.name()));
        columns.addAll(table.columnNames());
        return List.copyOf(columns);
    }

    /**
     * The order of a view's columns. PostgreSQL replaces a view only by one that begins with the same columns, so what
     * is new comes last.
     */
    List<String> ordered(String view, Collection<String> columns) {
        Set<String> ordered = new LinkedHashSet<>(of(view));
        ordered.retainAll(columns);
        ordered.addAll(columns);
        return new ArrayList<>(ordered);
    }
}

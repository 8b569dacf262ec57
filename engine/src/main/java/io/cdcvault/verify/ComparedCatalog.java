package io.cdcvault.verify;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the source knows of its tables and of the vault's types.
 *
 * @param plain tables that are not partitioned: children that inherit from them are tables of their own
 * @param columns by table and name; of tables that the source does not have, none
 * @param missing what is read in the place of tables that the source does not have
 * @param types the vault's types by the source's own name for them, without length; those that it does not have are
 *     missing
 * @param asksFirst whether the server can say that a text is no value of a type, without an error
 */
record ComparedCatalog(
        Set<TableName> plain,
        Map<TableName, Map<String, ColumnType>> columns,
        Map<TableName, String> missing,
        Map<String, String> types,
        boolean asksFirst) {

    private static final String COLUMNS =
            """
            select n.nspname, c.relname, c.relkind = 'r', a.attname, format_type(a.atttypid, null),
              format_type(a.atttypid, a.atttypmod)
            from unnest(?::text[], ?::text[]) as wanted (schema, name)
            join pg_namespace n on n.nspname = wanted.schema
            join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped""";

    private static final String TYPES =
            "select type, to_regtype(type)::text from unnest(?::text[]) as type where to_regtype(type) is not null";

    private static final String VERSION = "select current_setting('server_version_num')::int >= 160000";

    /** What each of these takes, it takes from all the types named. */
    private static final Map<String, Set<String>> WIDER = Map.of(
            "integer", Set.of("smallint"),
            "bigint", Set.of("smallint", "integer"),
            "numeric", Set.of("smallint", "integer", "bigint"));

    /** Cast to text, the one loses its trailing blanks and the other gets a mask. */
    private static final Set<String> CAST_OTHERWISE = Set.of("character", "inet");

    /**
     * A column's type.
     *
     * @param base without length and precision
     * @param full with them
     */
    record ColumnType(String base, String full) {}

    ComparedCatalog {
        plain = Set.copyOf(plain);
        columns = Map.copyOf(columns);
        missing = Map.copyOf(missing);
        types = Map.copyOf(types);
    }

    static ComparedCatalog read(ReadSession source, VaultModel model) {
        List<TableName> tables =
                model.sources().stream().map(each -> each.table()).toList();
        Map<TableName, Map<String, ColumnType>> columns = new HashMap<>();
        Set<TableName> plain = new HashSet<>();
        source.query(
                "look up the source tables",
                COLUMNS,
                row -> {
                    while (row.next()) {
                        TableName table = new TableName(row.getString(1), row.getString(2));
                        if (row.getBoolean(3)) {
                            plain.add(table);
                        }
                        columns.computeIfAbsent(table, each -> new HashMap<>())
                                .put(row.getString(4), new ColumnType(row.getString(5), row.getString(6)));
                    }
                    return columns;
                },
                tables.stream().map(TableName::schema).toList(),
                tables.stream().map(TableName::table).toList());
        Map<TableName, String> missing = new HashMap<>();
        tables.stream()
                .filter(table -> !columns.containsKey(table))
                .forEach(table -> missing.put(table, noRows(model, table)));
        return new ComparedCatalog(plain, columns, missing, types(source, model), asksFirst(source));
    }

    /**
     * A model without attributes whose column the source has lost: it holds no value to compare, and the vault holds
     * the last ones.
     */
    VaultModel comparable(VaultModel model) {
        Set<String> lost = new HashSet<>();
        for (SourceTable source : model.sources()) {
            for (SatelliteFeed feed : source.satellites()) {
                feed.columns().forEach((attribute, fed) -> {
                    boolean isLost = source.sourceColumns(fed).stream()
                            .anyMatch(column -> source.history().optional().contains(column)
                                    && type(source.table(), column).isEmpty());
                    if (isLost) {
                        lost.add(feed.satellite() + "." + attribute);
                    }
                });
            }
        }
        return new VaultModel(
                model.name(),
                model.settings(),
                model.hubs(),
                model.links(),
                model.satellites().stream()
                        .map(satellite -> new Satellite(
                                satellite.name(),
                                satellite.parent(),
                                satellite.attributes().stream()
                                        .filter(each -> !lost.contains(satellite.name() + "." + each.name()))
                                        .toList(),
                                satellite.childKey()))
                        .toList(),
                model.sources());
    }

    /** Nothing, with the columns that the model maps. */
    private static String noRows(VaultModel model, TableName table) {
        Set<String> columns = new TreeSet<>();
        model.source(table).ifPresent(source -> {
            source.recordSourceColumn().ifPresent(columns::add);
            // A row filter, too, which feeds nothing.
            source.computed().values().forEach(value -> columns.addAll(value.sourceColumns()));
            source.hubs()
                    .forEach(feed -> feed.columns().values().forEach(fed -> columns.addAll(source.sourceColumns(fed))));
            source.satellites()
                    .forEach(feed -> feed.columns().values().forEach(fed -> columns.addAll(source.sourceColumns(fed))));
            source.references()
                    .forEach(reference -> columns.addAll(reference.columns().values()));
        });
        return "(select "
                + columns.stream()
                        .map(column -> "null::text as " + Identifiers.quoted(column))
                        .collect(Collectors.joining(", "))
                + " where false) as " + Identifiers.quoted(table.table());
    }

    boolean has(TableName table) {
        return columns.containsKey(table);
    }

    /** The table with what belongs to it, and nothing else. */
    String from(TableName table) {
        String noRows = missing.get(table);
        return noRows != null
                ? noRows
                : (plain.contains(table) ? "only " : "") + Identifiers.qualified(table.schema(), table.table());
    }

    boolean knows(String type) {
        return types.containsKey(type);
    }

    /** Whether the column is of the vault's type, with its length. */
    boolean isOf(TableName table, String column, String type) {
        int length = type.indexOf('(');
        String wanted = types.get(type) + (length < 0 ? "" : type.substring(length));
        return type(table, column).filter(held -> held.full().equals(wanted)).isPresent();
    }

    /** Whether the vault's type may refuse values that the column holds. */
    boolean mayRefuse(TableName table, String column, String type) {
        String base = String.valueOf(types.get(type));
        if (base.equals("text") || isOf(table, column, type)) {
            return false;
        }
        String held = type(table, column).map(ColumnType::base).orElse("");
        return type.indexOf('(') >= 0
                || !(held.equals(base) || WIDER.getOrDefault(base, Set.of()).contains(held));
    }

    /** The value as the server writes it, which a cast to text is not for every type. */
    String textOf(TableName table, String column) {
        String held = Identifiers.quoted(column);
        String base = type(table, column).map(ColumnType::base).orElse("");
        return CAST_OTHERWISE.contains(base) ? asWritten(held) : "cast(" + held + " as text)";
    }

    /** The text that the server writes for a value, NULL for none. */
    static String asWritten(String value) {
        return "case when " + value + " is not null then format('%s', " + value + ") end";
    }

    /** The value as the topics have it, whichever type it is of. */
    static String textOfAny(String value) {
        String castOtherwise =
                CAST_OTHERWISE.stream().sorted().map(Identifiers::literal).collect(Collectors.joining(", "));
        return "case when pg_typeof(" + value + ")::text in (" + castOtherwise + ") then " + asWritten(value) + " else "
                + value + "::text end";
    }

    boolean hasColumns(TableName table, Collection<String> names) {
        return columns.getOrDefault(table, Map.of()).keySet().containsAll(names);
    }

    private Optional<ColumnType> type(TableName table, String column) {
        return Optional.ofNullable(columns.getOrDefault(table, Map.of()).get(column));
    }

    private static Map<String, String> types(ReadSession source, VaultModel model) {
        List<String> wanted = Stream.of(
                        model.hubs().stream().flatMap(hub -> hub.businessKey().stream()),
                        model.satellites().stream().flatMap(satellite -> satellite.childKey().stream()),
                        model.satellites().stream().flatMap(satellite -> satellite.attributes().stream()))
                .flatMap(each -> each)
                .map(Column::type)
                .distinct()
                .toList();
        return source.query(
                "look up types",
                TYPES,
                rows -> {
                    Map<String, String> known = new HashMap<>();
                    while (rows.next()) {
                        known.put(rows.getString(1), rows.getString(2));
                    }
                    return known;
                },
                wanted);
    }

    private static boolean asksFirst(ReadSession source) {
        return source.query("read the server's version", VERSION, row -> row.next() && row.getBoolean(1));
    }
}

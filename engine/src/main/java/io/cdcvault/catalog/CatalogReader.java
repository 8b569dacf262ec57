package io.cdcvault.catalog;

import io.cdcvault.capture.source.PublicationSql;
import io.cdcvault.catalog.CatalogColumn.Generation;
import io.cdcvault.catalog.CatalogTable.Kind;
import io.cdcvault.catalog.CatalogTable.ReplicaIdentity;
import io.cdcvault.catalog.SourceTypes.SourceType;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a source's catalog in a few queries, from one snapshot. Locks nothing and needs no privilege. */
public final class CatalogReader {

    private final Connection connection;

    private CatalogReader(Connection connection) {
        this.connection = connection;
    }

    /**
     * Reads the tables of a database.
     *
     * @param connection outside a transaction, and so afterwards; it can only read in between
     */
    public static Catalog read(Connection connection, Selection selection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
            return new CatalogReader(connection).catalog(selection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        }
    }

    private Catalog catalog(Selection selection) throws SQLException {
        Map<String, List<CatalogColumn>> columns = columns(types());
        Map<String, List<UniqueKey>> keys = keys();
        Map<String, List<ForeignKey>> foreignKeys = foreignKeys();
        Map<TableName, CatalogTable> tables = new TreeMap<>();
        each(CatalogSql.TABLES, row -> {
            TableName name = new TableName(row.getString("schema"), row.getString("name"));
            String oid = row.getString("oid");
            if (selection.includes(name)) {
                tables.put(
                        name,
                        new CatalogTable(
                                name,
                                kind(row.getString("kind")),
                                !row.getString("persistence").equals("u"),
                                identity(row.getString("identity")),
                                columns.getOrDefault(oid, List.of()),
                                keys.getOrDefault(oid, List.of()),
                                foreignKeys.getOrDefault(oid, List.of()),
                                Optional.ofNullable(row.getString("partitions")),
                                Optional.ofNullable(row.getString("extension")),
                                row.getBoolean("hidden")));
            }
        });
        boolean publishesStored =
                Integer.parseInt(one("show server_version_num")) >= PublicationSql.PUBLISHES_GENERATED;
        return new Catalog(one("select current_database()"), publishesStored, List.copyOf(tables.values()));
    }

    private SourceTypes types() throws SQLException {
        Map<String, SourceType> types = new HashMap<>();
        each(
                CatalogSql.TYPES,
                row -> types.put(
                        row.getString("oid"),
                        new SourceType(
                                row.getString("kind"),
                                row.getString("base_oid"),
                                row.getString("base"),
                                row.getString("element_oid"),
                                row.getBoolean("of_extension"))));
        return new SourceTypes(types);
    }

    private Map<String, List<CatalogColumn>> columns(SourceTypes types) throws SQLException {
        Map<String, List<CatalogColumn>> columns = new HashMap<>();
        each(CatalogSql.COLUMNS, row -> columns.computeIfAbsent(row.getString("table"), table -> new ArrayList<>())
                .add(new CatalogColumn(
                        row.getString("name"),
                        types.of(row.getString("type_oid"), row.getString("type")),
                        row.getBoolean("not_null"),
                        generation(row.getString("generated")),
                        row.getBoolean("counted"))));
        return columns;
    }

    private Map<String, List<UniqueKey>> keys() throws SQLException {
        Map<String, List<UniqueKey>> keys = new HashMap<>();
        each(CatalogSql.KEYS, row -> keys.computeIfAbsent(row.getString("table"), table -> new ArrayList<>())
                .add(new UniqueKey(
                        row.getString("name"),
                        texts(row, "columns"),
                        row.getBoolean("primary"),
                        row.getBoolean("immediate"),
                        row.getBoolean("whole"),
                        row.getBoolean("identity"))));
        return keys;
    }

    private Map<String, List<ForeignKey>> foreignKeys() throws SQLException {
        Map<String, List<ForeignKey>> keys = new HashMap<>();
        each(CatalogSql.FOREIGN_KEYS, row -> keys.computeIfAbsent(row.getString("table"), table -> new ArrayList<>())
                .add(new ForeignKey(
                        row.getString("name"),
                        new TableName(row.getString("target_schema"), row.getString("target")),
                        texts(row, "columns"),
                        texts(row, "target_columns"))));
        return keys;
    }

    private interface RowReading {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, RowReading reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reading.read(rows);
            }
        }
    }

    private String one(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        each(sql, row -> found.add(row.getString(1)));
        return found.get(0);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Kind kind(String relkind) {
        return switch (relkind) {
            case "p" -> Kind.PARTITIONED_TABLE;
            case "v" -> Kind.VIEW;
            case "m" -> Kind.MATERIALIZED_VIEW;
            case "f" -> Kind.FOREIGN_TABLE;
            default -> Kind.TABLE;
        };
    }

    private static ReplicaIdentity identity(String relreplident) {
        return switch (relreplident) {
            case "f" -> ReplicaIdentity.FULL;
            case "i" -> ReplicaIdentity.INDEX;
            case "n" -> ReplicaIdentity.NOTHING;
            default -> ReplicaIdentity.DEFAULT;
        };
    }

    private static Generation generation(String attgenerated) {
        return switch (attgenerated) {
            case "s" -> Generation.STORED;
            case "v" -> Generation.VIRTUAL;
            default -> Generation.NONE;
        };
    }
}

package io.cdcvault.database.dependents;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that depends on columns of a table, at once or by way of each other: views, and functions that return rows of
 * views. PostgreSQL changes the type of no column while they are there.
 *
 * <p>Why: docs/decisions/0032-a-vaults-columns-become-wider.md
 */
public final class Dependents {

    private final Connection connection;
    private final Set<CatalogObject> all = new LinkedHashSet<>();
    /** By an object, what depends on it at once. */
    private final Map<CatalogObject, Set<CatalogObject>> above = new LinkedHashMap<>();

    private Dependents(Connection connection) {
        this.connection = connection;
    }

    /** Reads them, in the open transaction, in which names are not looked for in any schema from then on. */
    public static Dependents of(Connection connection, String schema, String table, List<String> columns)
            throws SQLException {
        Dependents dependents = new Dependents(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local search_path = pg_catalog");
            // A function that another session made may name things by a search path of its own.
            statement.execute("set local check_function_bodies = off");
        }
        dependents.find(schema, table, columns);
        return dependents;
    }

    /** What cannot be dropped and created again as it was, each with the reason; none when nothing is in the way. */
    public List<String> obstacles() {
        return all.stream()
                .filter(object -> !object.obstacle().isEmpty())
                .map(object -> object.description() + " depends on it, and " + object.obstacle())
                .sorted()
                .toList();
    }

    /** Work between two states of a transaction. */
    public interface Change {
        void run() throws SQLException;
    }

    /**
     * Drops all of them, does what they stand in the way of, and creates them again with their owners, rights and
     * comments, in the open transaction. What is used most indirectly is locked first, as its readers do.
     *
     * @throws NotCreatedAgainException when one does not fit the change; the transaction must be rolled back
     */
    public void without(Change change) throws SQLException, NotCreatedAgainException {
        List<SavedObject> saved = new ArrayList<>();
        for (CatalogObject object : inOrder()) {
            saved.addAll(SavedObject.read(connection, object));
        }
        List<SavedObject> outermostFirst = new ArrayList<>(saved);
        Collections.reverse(outermostFirst);
        for (SavedObject object : outermostFirst) {
            object.drop(connection);
        }
        change.run();
        for (SavedObject object : saved) {
            try {
                object.create(connection);
            } catch (SQLException e) {
                throw new NotCreatedAgainException(object.object().description(), e);
            }
        }
    }

    private void find(String schema, String table, List<String> columns) throws SQLException {
        List<CatalogObject> found;
        try (PreparedStatement statement = connection.prepareStatement(DependentsSql.OF_COLUMNS)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            statement.setArray(3, connection.createArrayOf("text", columns.toArray()));
            found = found(statement);
        }
        while (!found.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(DependentsSql.OF_OBJECTS)) {
                statement.setArray(
                        1,
                        array("text", found.stream().map(CatalogObject::catalog).toList()));
                statement.setArray(
                        2, array("oid", found.stream().map(CatalogObject::oid).toList()));
                found = found(statement);
            }
        }
    }

    private Array array(String type, List<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /** Those that are new. */
    private List<CatalogObject> found(PreparedStatement statement) throws SQLException {
        List<CatalogObject> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                CatalogObject object = new CatalogObject(
                        rows.getString("catalog"),
                        rows.getLong("oid"),
                        rows.getString("description"),
                        rows.getString("obstacle"));
                if (all.add(object)) {
                    found.add(object);
                }
                String parent = rows.getString("parent_catalog");
                long parentOid = rows.getLong("parent");
                all.stream()
                        .filter(each -> each.catalog().equals(parent) && each.oid() == parentOid)
                        .forEach(each -> above.computeIfAbsent(each, key -> new LinkedHashSet<>())
                                .add(object));
            }
        }
        return found;
    }

    /** What another depends on comes before it. */
    private List<CatalogObject> inOrder() {
        List<CatalogObject> outermostFirst = new ArrayList<>();
        Set<CatalogObject> visited = new LinkedHashSet<>();
        visit(all, visited, outermostFirst);
        Collections.reverse(outermostFirst);
        return outermostFirst;
    }

    private void visit(Collection<CatalogObject> objects, Set<CatalogObject> visited, List<CatalogObject> ordered) {
        for (CatalogObject object : objects) {
            if (visited.add(object)) {
                visit(above.getOrDefault(object, Set.of()), visited, ordered);
                ordered.add(object);
            }
        }
    }
}

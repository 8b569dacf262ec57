package io.cdcvault.database.dependents;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A view or routine with what makes it again: definition, owner, rights and comments.
 *
 * @param owner as SQL writes the role
 * @param isOwn whether that is the session's role
 * @param name with schema and parameters, as SQL writes it
 * @param properties statements that give it its rights and comments
 */
record SavedObject(
        CatalogObject object, String owner, boolean isOwn, String name, String creation, List<String> properties) {

    SavedObject {
        properties = List.copyOf(properties);
    }

    /** Empty when it was dropped since it was found. */
    static List<SavedObject> read(Connection connection, CatalogObject object) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DependentsSql.DEFINITION)) {
            statement.setString(1, object.catalog());
            statement.setLong(2, object.oid());
            statement.setString(3, object.catalog());
            statement.setLong(4, object.oid());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return List.of();
                }
                String name = row.getString(3);
                return List.of(new SavedObject(
                        object,
                        row.getString(1),
                        row.getBoolean(2),
                        name,
                        row.getString(4),
                        properties(connection, object, name)));
            }
        }
    }

    private static List<String> properties(Connection connection, CatalogObject object, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DependentsSql.PROPERTIES)) {
            statement.setString(1, object.catalog());
            statement.setLong(2, object.oid());
            statement.setString(3, name);
            return texts(statement);
        }
    }

    void drop(Connection connection) throws SQLException {
        asOwner(connection, List.of("drop " + (object.isView() ? "view " : "routine ") + name));
    }

    void create(Connection connection) throws SQLException {
        asOwner(connection, List.of(creation));
        List<String> statements = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DependentsSql.HOLDERS)) {
            statement.setString(1, object.catalog());
            statement.setString(2, name);
            String kind = object.isView() ? "table " : "routine ";
            texts(statement).forEach(holder -> statements.add("revoke all on " + kind + name + " from " + holder));
        }
        statements.addAll(properties);
        asOwner(connection, statements);
    }

    private static List<String> texts(PreparedStatement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void asOwner(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Definitions of others may hold anything that the driver would take for an escape of its own.
            statement.setEscapeProcessing(false);
            if (!isOwn) {
                statement.execute("set local role " + owner);
            }
            for (String sql : statements) {
                statement.execute(sql);
            }
            if (!isOwn) {
                statement.execute("reset role");
            }
        }
    }
}

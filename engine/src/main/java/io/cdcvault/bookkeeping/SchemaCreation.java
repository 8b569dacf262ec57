package io.cdcvault.bookkeeping;

import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.cdcvault.database.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates schemas. */
final class SchemaCreation {

    private SchemaCreation() {}

    /**
     * Creates a schema unless it exists. PostgreSQL's own {@code if not exists} asks for the right to create schemas
     * before it looks, which a loader need not have.
     */
    static void createMissing(Connection connection, String schema) throws SQLException {
        if (!exists(connection, schema)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create schema if not exists " + Identifiers.quoted(schema));
            }
        }
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        return new Books(connection)
                .first(selectOne().from("pg_namespace").where("nspname = {0}", val(schema)))
                .isPresent();
    }
}

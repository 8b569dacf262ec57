package io.cdcvault.airline.demo;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/** The airline's eight source tables in schema {@code public}, and their publication. */
public final class BookingsSchema {

    /** The tables, each after those it refers to. */
    public static final List<String> TABLES = List.of(
            "bookings", "tickets", "airports", "aircafts", "seats", "flights", "ticket_flights", "boarding_passes");

    private BookingsSchema() {}

    /** Creates the tables and the publication {@code cdc_vault} in one transaction, unless the tables are there. */
    public static void createIfMissing(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                statement.execute(script());
            }
        } catch (SQLException | IOException e) {
            throw new LocalStackException("Cannot create the source tables: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select to_regclass('public.bookings') is not null")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static String script() throws IOException {
        try (InputStream stream = Objects.requireNonNull(BookingsSchema.class.getResourceAsStream("schema.sql"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

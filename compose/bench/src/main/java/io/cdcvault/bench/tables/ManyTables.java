package io.cdcvault.bench.tables;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of so many tables, each with ten columns, a few rows, and a reference to the one before. */
record ManyTables(int count) {

    private static final int ROWS = 20;

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int number = 1; number <= count; number++) {
                String reference = number == 1 ? "" : " references " + name(number - 1);
                statement.execute("create table " + name(number)
                        + " (id bigint primary key, code varchar(20) not null, previous_id bigint" + reference
                        + ", name text, amount numeric(12,2), due date, made timestamptz default now(), is_open boolean,"
                        + " details jsonb, note text)");
                statement.execute("insert into " + name(number) + " (id, code, previous_id, name, amount) select n, 'C'"
                        + " || n, " + (number == 1 ? "null" : "n") + ", 'Name ' || n, n from generate_series(1, " + ROWS
                        + ") as n");
            }
        }
    }

    static String name(int number) {
        return "table_" + number;
    }
}

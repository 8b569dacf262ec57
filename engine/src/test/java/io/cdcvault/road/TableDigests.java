package io.cdcvault.road;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One digest for each table of a vault, over every column of every row. */
final class TableDigests {

    private TableDigests() {}

    static Map<String, String> of(Connection vault) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        try (Statement statement = vault.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            for (String table : tables(statement)) {
                digests.put(table, digest(statement, table));
            }
        }
        return digests;
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select tablename from pg_tables where schemaname = 'vault'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static String digest(Statement statement, String table) throws SQLException {
        String sql =
                "select count(*) || ' rows, ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '-')"
                        + " from vault.\"" + table + "\" t";
        try (ResultSet digest = statement.executeQuery(sql)) {
            digest.next();
            return digest.getString(1);
        }
    }
}

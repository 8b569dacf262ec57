package io.cdcvault.oracle;

import io.cdcvault.servers.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Schema;
import org.jooq.Table;

/** A vault's rows by table, written as {@link VaultOracle} writes them. */
public final class VaultContent {

    private VaultContent() {}

    static Map<String, Set<String>> of(PostgresServer dwh, Schema schema) throws SQLException {
        try (Connection connection = dwh.connect()) {
            return of(connection, schema);
        }
    }

    /** Reads every table. */
    public static Map<String, Set<String>> of(Connection connection, Schema schema) throws SQLException {
        Map<String, Set<String>> vault = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            for (Table<?> table : schema.getTables()) {
                vault.put(table.getName(), rows(statement, table));
            }
        }
        return vault;
    }

    private static Set<String> rows(Statement statement, Table<?> table) throws SQLException {
        String columns = table.fieldStream().map(VaultContent::asText).collect(Collectors.joining(", "));
        Set<String> rows = new TreeSet<>();
        try (ResultSet result = statement.executeQuery("select " + columns + " from " + table)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= table.fields().length; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    private static String asText(Field<?> field) {
        String name = '"' + field.getName() + '"';
        if (field.getName().endsWith("_hk") || field.getName().equals("hash_diff")) {
            return "encode(" + name + ", 'hex')";
        }
        return field.getName().equals("load_dts") ? "(extract(epoch from " + name + ") * 1000000)::bigint" : name;
    }
}

package io.cdcvault.airline.demo;

import io.cdcvault.airline.AirlineRow;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Rows loaded by COPY, table after table in the order in which the tables first appear. */
public final class RowCopy {

    private final Connection connection;

    /** Copies over a connection, within its transaction. */
    public RowCopy(Connection connection) {
        this.connection = connection;
    }

    /** Copies all rows; the first row of a table must come after the rows it refers to. */
    public void copy(List<AirlineRow> rows) throws SQLException {
        Map<String, List<AirlineRow>> tables = new LinkedHashMap<>();
        rows.forEach(row ->
                tables.computeIfAbsent(row.table(), table -> new ArrayList<>()).add(row));
        CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
        for (Map.Entry<String, List<AirlineRow>> table : tables.entrySet()) {
            String text = table.getValue().stream().map(RowCopy::line).collect(Collectors.joining());
            try {
                manager.copyIn("copy " + table.getKey() + " from stdin", new StringReader(text));
            } catch (IOException e) {
                throw new SQLException("Cannot copy into " + table.getKey(), e);
            }
        }
    }

    private static String line(AirlineRow row) {
        return row.values().stream().map(RowCopy::field).collect(Collectors.joining("\t", "", "\n"));
    }

    private static String field(@Nullable String value) {
        return value == null
                ? "\\N"
                : value.replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
    }
}

package io.cdcvault.capture.snapshot;

import io.cdcvault.change.SnapshotKeys;
import io.cdcvault.database.ColumnTypes;
import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads the rows of some keys of a table, and says which keys have none: both in the snapshot that the session has.
 *
 * @param only whether rows of tables that inherit from it are left out
 */
record KeyedRows(TableName name, boolean only, TableRows table, Connection session) {

    /** @throws SQLException when the table has other columns, or is identified by other ones, by now */
    List<TableRows.Row> read(SnapshotKeys keys) throws SQLException {
        if (!new HashSet<>(table.key()).equals(new HashSet<>(keys.columns()))) {
            throw new SQLException(
                    "Its rows are identified by " + table.key() + " now, and the keys that were asked for" + " are of "
                            + keys.columns() + ": cancel it and ask again");
        }
        Map<String, ColumnTypes.Type> types = ColumnTypes.of(name, session);
        String asked = asked(keys, types);
        List<TableRows.Row> rows = new ArrayList<>();
        // First what is not there: a row that is may have got its business key.
        try (PreparedStatement statement = session.prepareStatement(absent(keys, asked, types))) {
            bind(statement, keys);
            try (ResultSet missing = statement.executeQuery()) {
                rows.addAll(table.absent(missing));
            }
        }
        try (PreparedStatement statement = session.prepareStatement(shown(keys, asked))) {
            bind(statement, keys);
            try (ResultSet found = statement.executeQuery()) {
                rows.addAll(table.rows(found).rows());
            }
        }
        return rows;
    }

    private String shown(SnapshotKeys keys, String asked) {
        return "select "
                + table.columns().stream()
                        .map(column -> "t." + Identifiers.quoted(column))
                        .collect(Collectors.joining(", "))
                + " from " + asked + " join " + relation() + " as t on " + same(keys);
    }

    private String absent(SnapshotKeys keys, String asked, Map<String, ColumnTypes.Type> types) {
        return "select "
                + keys.columns().stream()
                        .map(column -> "k." + Identifiers.quoted(column) + "::"
                                + Objects.requireNonNull(types.get(column)).whole() + " as "
                                + Identifiers.quoted(column))
                        .collect(Collectors.joining(", "))
                + " from " + asked + " where not exists (select 1 from " + relation() + " as t where " + same(keys)
                + ")";
    }

    /** Parameters: of each column the values as an array of texts. */
    private static String asked(SnapshotKeys keys, Map<String, ColumnTypes.Type> types) {
        List<String> columns = keys.columns().stream().map(Identifiers::quoted).toList();
        List<String> casts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            // Without its length, so that no key is cut to be another.
            ColumnTypes.Type type =
                    Objects.requireNonNull(types.get(keys.columns().get(i)));
            casts.add("u." + columns.get(i) + "::" + type.ofAnyLength() + " as " + columns.get(i));
        }
        return "(select distinct " + String.join(", ", casts) + " from unnest("
                + columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", ")) + ") as u("
                + String.join(", ", columns) + ")) as k";
    }

    private String relation() {
        return (only ? "only " : "") + Identifiers.quoted(name);
    }

    private static String same(SnapshotKeys keys) {
        return keys.columns().stream()
                .map(Identifiers::quoted)
                .map(column -> "t." + column + " = k." + column)
                .collect(Collectors.joining(" and "));
    }

    private void bind(PreparedStatement statement, SnapshotKeys keys) throws SQLException {
        for (int i = 0; i < keys.columns().size(); i++) {
            int column = i;
            Object[] values = keys.keys().stream().map(key -> key.get(column)).toArray();
            statement.setArray(i + 1, session.createArrayOf("text", values));
        }
    }
}

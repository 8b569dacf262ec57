package io.cdcvault.service;

import io.cdcvault.bookkeeping.SnapshotRequests;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.database.ColumnTypes;
import io.cdcvault.database.Identifiers;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.reading.ExpressionText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks for snapshots of some of a table's rows: of those that a condition is true for now, or those of a list of keys.
 * Either way the keys are kept, and the running service reads what their rows are then.
 *
 * <p>Why: docs/decisions/0037-a-partial-snapshot-is-a-list-of-keys.md
 */
public final class PartialSnapshots {

    /** With more, the whole table is read in hardly more time. */
    static final int MOST_KEYS = 500_000;

    private static final int KEYS_AT_ONCE = 10_000;

    private final Installation installation;
    private final TableName table;
    /** Others inherit from it, whose rows are not its own. */
    private boolean isParent;

    public PartialSnapshots(Installation installation, TableName table) {
        this.installation = installation;
        this.table = table;
    }

    /**
     * Asks for the rows for which a condition is true now.
     *
     * @param condition of SQL, over the table's columns; the master evaluates it, as the service's role and without a
     *     right to write
     * @return empty when there is none
     * @throws CdcVaultException when the master refuses the condition
     */
    public Optional<TableSnapshot> where(String condition) {
        ExpressionText.complaint(condition).ifPresent(what -> {
            throw refused(what);
        });
        return request((connection, key) -> matching(connection, key, condition));
    }

    /**
     * Asks for the rows of some keys.
     *
     * @return empty when there is none
     * @throws CdcVaultException when they are not the table's keys
     */
    public Optional<TableSnapshot> of(KeyFile file) {
        return request((connection, key) -> {
            if (!new HashSet<>(file.columns()).equals(new HashSet<>(key))) {
                throw refused("Rows of " + table + " are identified by " + String.join(", ", key)
                        + ", and the first line of the keys names " + String.join(", ", file.columns()));
            }
            List<Integer> order = key.stream().map(file.columns()::indexOf).toList();
            return written(
                    connection,
                    key,
                    file.keys().stream()
                            .map(each -> order.stream().map(each::get).toList())
                            .toList());
        });
    }

    private interface Keys {
        Collection<List<String>> find(Connection connection, List<String> key) throws SQLException;
    }

    private Optional<TableSnapshot> request(Keys keys) {
        Collection<List<String>> found;
        List<String> key;
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "snapshot")) {
            key = new CaptureScopes(installation, source).key(table);
            isParent = source.catalog().parents().containsKey(table);
            found = source.ask("look for the rows of " + table, connection -> readOnly(connection, key, keys));
        }
        if (found.size() > MOST_KEYS) {
            throw refused("More than " + MOST_KEYS + " rows of " + table + ": run cdc-vault snapshot " + table
                    + ", which reads all of it");
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new SnapshotRequests(installation.settings()).request(table, key, found));
    }

    private static Collection<List<String>> readOnly(Connection connection, List<String> key, Keys keys)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction read only");
            return keys.find(connection, key);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("08") || state.startsWith("57")) {
                throw e;
            }
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID, "The master refuses it: " + ServerMessage.withoutDetails(e), e);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Collection<List<String>> matching(Connection connection, List<String> key, String condition)
            throws SQLException {
        String columns = key.stream()
                .map(column -> Identifiers.quoted(column) + "::text")
                .collect(Collectors.joining(", "));
        String sql = "select " + columns + " from " + (isParent ? "only " : "") + Identifiers.quoted(table) + " where ("
                + condition + ") limit " + (MOST_KEYS + 1);
        Set<List<String>> found = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(KEYS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(key(rows, key));
                }
            }
        }
        return found;
    }

    private List<String> key(ResultSet row, List<String> columns) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String value = row.getString(i + 1);
            if (value == null) {
                throw refused("A row of " + table + " has NULL in " + columns.get(i)
                        + ", which identifies rows, so it cannot be found by that: run cdc-vault snapshot " + table
                        + ", which reads all of it");
            }
            key.add(value);
        }
        return key;
    }

    /** As the master writes them, each once; a text that is no value of its column is refused. */
    private Collection<List<String>> written(Connection connection, List<String> key, List<List<String>> keys)
            throws SQLException {
        Set<List<String>> written = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(casts(key, ColumnTypes.of(table, connection)))) {
            for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
                List<List<String>> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
                for (int i = 0; i < key.size(); i++) {
                    int column = i;
                    Array values = connection.createArrayOf(
                            "text", some.stream().map(each -> each.get(column)).toArray());
                    statement.setArray(i + 1, values);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        written.add(key(rows, key));
                    }
                }
            }
        }
        return written;
    }

    /** A value that the column cannot hold as it is becomes NULL. */
    private static String casts(List<String> key, Map<String, ColumnTypes.Type> types) {
        List<String> columns = key.stream().map(Identifiers::quoted).toList();
        List<String> casts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnTypes.Type type = Objects.requireNonNull(types.get(key.get(i)));
            String whole = columns.get(i) + "::" + type.ofAnyLength() + "::" + type.whole();
            casts.add("case when " + columns.get(i) + "::" + type.ofAnyLength() + " = " + whole + " then (" + whole
                    + ")::text end");
        }
        return "select " + String.join(", ", casts) + " from unnest("
                + columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", ")) + ") as k("
                + String.join(", ", columns) + ")";
    }

    private static CdcVaultException refused(String why) {
        return new CdcVaultException(FailureKind.CONFIGURATION_INVALID, why);
    }
}

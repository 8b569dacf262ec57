package io.cdcvault.load.deadletter;

import io.cdcvault.bookkeeping.Timestamps;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows that wait because what identifies them in the vault is empty. The vault never had them, so nothing waits
 * behind their letters, and the row's next change ends its letter. Several rows may be alike: each has its own.
 */
public final class KeylessRows {

    private static final String END =
            """
            update cdc_vault.dead_letter set resolved_at = clock_timestamp(), resolution = ?
            where keyless and resolved_at is null and vault_schema = ? and source_schema = ? and source_table = ?""";

    private static final String END_ONE = END + " and id = (select min(id) from cdc_vault.dead_letter"
            + " where keyless and resolved_at is null and vault_schema = ? and source_schema = ? and source_table = ?"
            + " and hashtextextended(row_key, 0) = hashtextextended(?, 0) and row_key = ?)";

    private static final String END_BY_RECORD = END + " and id = (select min(id) from cdc_vault.dead_letter"
            + " where keyless and resolved_at is null and vault_schema = ? and source_schema = ? and source_table = ?"
            + " and record_key = ?)";

    private static final String END_EARLIER = END + " and load_date < ?::timestamptz";

    private final Connection connection;
    private final FeedName feed;
    private final Map<TableName, Map<RowKey, Long>> rows = new HashMap<>();

    KeylessRows(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed;
    }

    void clear() {
        rows.clear();
    }

    public void add(RowKey row, long letters) {
        rows.computeIfAbsent(row.table(), table -> new HashMap<>()).merge(row, letters, Long::sum);
    }

    public boolean isAnyOf(TableName table) {
        return rows.containsKey(table);
    }

    public boolean contains(RowKey row) {
        return rows.getOrDefault(row.table(), Map.of()).containsKey(row);
    }

    /** Ends the row's oldest letter, which must be written. */
    public void end(RowKey row, String how) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_ONE)) {
            bind(statement, row.table(), how);
            bindTable(statement, 5, row.table());
            statement.setString(8, row.json());
            statement.setString(9, row.json());
            statement.executeUpdate();
        }
        rows.getOrDefault(row.table(), new HashMap<>())
                .computeIfPresent(row, (same, letters) -> letters > 1 ? letters - 1 : null);
    }

    /** The same, of a row of which only the record's key is known. */
    public void end(TableName table, byte[] recordKey, String how) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_BY_RECORD)) {
            bind(statement, table, how);
            bindTable(statement, 5, table);
            statement.setBytes(8, recordKey);
            statement.executeUpdate();
        }
    }

    /** Ends the letters of a table that are from before a load date. */
    public void endEarlier(TableName table, long loadDate, String how) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_EARLIER)) {
            bind(statement, table, how);
            statement.setString(5, Timestamps.iso(loadDate));
            statement.executeUpdate();
        }
        rows.remove(table);
    }

    private void bind(PreparedStatement statement, TableName table, String how) throws SQLException {
        statement.setString(1, how);
        bindTable(statement, 2, table);
    }

    private void bindTable(PreparedStatement statement, int first, TableName table) throws SQLException {
        statement.setString(first, feed.vaultSchema());
        statement.setString(first + 1, table.schema());
        statement.setString(first + 2, table.table());
    }
}

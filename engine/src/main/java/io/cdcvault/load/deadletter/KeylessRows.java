package io.cdcvault.load.deadletter;

import io.cdcvault.bookkeeping.KeylessLetters;
import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows that wait because what identifies them in the vault is empty. The vault never had them, so nothing waits
 * behind their letters, and the row's next change ends its letter. Several rows may be alike: each has its own.
 */
public final class KeylessRows {

    private final KeylessLetters letters;
    private final Map<TableName, Map<RowKey, Long>> rows = new HashMap<>();

    KeylessRows(Connection connection, FeedName feed) {
        this.letters = new KeylessLetters(connection, feed.vault());
    }

    void clear() {
        rows.clear();
    }

    public void add(RowKey row, long waiting) {
        rows.computeIfAbsent(row.table(), table -> new HashMap<>()).merge(row, waiting, Long::sum);
    }

    public boolean isAnyOf(TableName table) {
        return rows.containsKey(table);
    }

    public boolean contains(RowKey row) {
        return rows.getOrDefault(row.table(), Map.of()).containsKey(row);
    }

    /** Ends the row's oldest letter, which must be written. */
    public void end(RowKey row, String how) throws SQLException {
        letters.endOldest(row.table(), row.json(), how);
        rows.getOrDefault(row.table(), new HashMap<>())
                .computeIfPresent(row, (same, waiting) -> waiting > 1 ? waiting - 1 : null);
    }

    /** The same, of a row of which only the record's key is known. */
    public void end(TableName table, byte[] recordKey, String how) throws SQLException {
        letters.endOldest(table, recordKey, how);
    }

    /** Ends the letters of a table that were written before a snapshot of it began. */
    public void endNotSince(TableName table, long snapshot, String how) throws SQLException {
        letters.endNotSince(table, snapshot, how);
        rows.remove(table);
        letters.waiting(table).forEach((key, waiting) -> add(RowKey.stored(table, key), waiting));
    }

    /** Ends the letters of a table that are from before a load date. */
    public void endEarlier(TableName table, LoadDate loadDate, String how) throws SQLException {
        letters.endEarlier(table, loadDate, how);
        rows.remove(table);
    }
}

package io.cdcvault.load.deadletter;

import io.cdcvault.bookkeeping.Timestamps;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that have dead letters: their further changes wait behind these, so that order per row holds.
 *
 * <p>Why: docs/decisions/0008-dead-letters-wait-by-row.md
 */
public final class ParkedKeys {

    /** Held shared by each loader, so that the dead letters stand still meanwhile; taken alone to resolve some. */
    public static final String LOCK = "(hashtext('cdc-vault dead letters'), 0)";

    /** The lock must be held before the snapshot is taken that the second statement sees. */
    private static final String WAITING = "select count(*), coalesce(max(id), 0) from cdc_vault.dead_letter"
            + " where resolved_at is null and vault_schema = ?";

    private static final String BEGIN = "select pg_advisory_xact_lock_shared" + LOCK + "; " + WAITING;

    private static final String KEYS =
            """
            select source_schema, source_table, row_key, keyless, count(*) from cdc_vault.dead_letter
            where resolved_at is null and row_key is not null and vault_schema = ?
            group by 1, 2, 3, 4""";

    private static final String SHOWN =
            """
            select 1 from cdc_vault.dead_letter
            where resolved_at is null and vault_schema = ? and source_schema = ? and source_table = ?
              and hashtextextended(row_key, 0) = hashtextextended(?, 0) and row_key = ?
              and operation = 'READ' and load_date = ?::timestamptz""";

    private static final String SUPERSEDE =
            """
            update cdc_vault.dead_letter
            set resolved_at = clock_timestamp(), resolution = 'superseded by a snapshot of the table'
            where resolved_at is null and not keyless and vault_schema = ? and source_schema = ? and source_table = ?
              and hashtextextended(row_key, 0) = hashtextextended(?, 0) and row_key = ?""";

    private static final String GONE =
            """
            select operation in ('DELETE', 'TRUNCATE') from cdc_vault.dead_letter
            where resolved_at is null and vault_schema = ? and source_schema = ? and source_table = ?
              and hashtextextended(row_key, 0) = hashtextextended(?, 0) and row_key = ?
            order by id desc limit 1""";

    private static final String SUSPECTS =
            """
            select source_schema, source_table, row_key, (extract(epoch from load_date) * 1000000)::bigint, reason
            from cdc_vault.suspect where feed = ? order by load_date""";

    private static final String SUSPECT =
            """
            insert into cdc_vault.suspect (feed, source_schema, source_table, row_key, load_date, reason)
            values (?, ?, ?, ?, ?::timestamptz, ?) on conflict do nothing""";

    private static final String END_BISECTIONS = "delete from cdc_vault.suspect where feed = ? and row_key = ?";

    private static final String CLEAR =
            "delete from cdc_vault.suspect where feed = ? and source_schema = ? and source_table = ?"
                    + " and hashtextextended(row_key, 0) = hashtextextended(?, 0) and row_key = ?";

    private final Connection connection;
    private final FeedName feed;
    private final Map<TableName, Set<RowKey>> keys = new HashMap<>();
    private final KeylessRows keyless;
    private final Map<RowKey, RejectedRow> rejected = new HashMap<>();
    /** The tables of which some row, not known which, could not be loaded. */
    private final Set<TableName> bisected = new HashSet<>();
    /** How many letters wait, and the newest: with every change of the letters, one of the two changes. */
    private String known = "";

    private boolean isChanged;

    public ParkedKeys(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed;
        this.keyless = new KeylessRows(connection, feed);
    }

    /** Those that wait for a key and hold nothing back. */
    public KeylessRows keyless() {
        return keyless;
    }

    /** To be called first in a warehouse transaction. */
    public void begin() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setString(1, feed.vaultSchema());
            statement.execute();
            statement.getMoreResults();
            String now = waiting(statement.getResultSet());
            if (!now.equals(known)) {
                readKeys();
                readRejected();
                known = now;
            }
        }
        isChanged = false;
    }

    /** To be called last: what was parked in this transaction need not be read again in the next. */
    public void end() throws SQLException {
        if (isChanged) {
            try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
                statement.setString(1, feed.vaultSchema());
                known = waiting(statement.executeQuery());
            }
        }
    }

    private static String waiting(ResultSet row) throws SQLException {
        try (row) {
            row.next();
            return row.getLong(1) + " to " + row.getLong(2);
        }
    }

    /** Nothing of the open transaction remains. */
    public void rolledBack() {
        keys.clear();
        keyless.clear();
        rejected.clear();
        bisected.clear();
        known = "";
    }

    public boolean isBisected(TableName table) {
        return bisected.contains(table);
    }

    /** All that is staged could be loaded. */
    public void endBisections() throws SQLException {
        if (bisected.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(END_BISECTIONS)) {
            statement.setString(1, feed.text());
            statement.setString(2, RowKey.some(bisected.iterator().next()).json());
            statement.executeUpdate();
        }
        bisected.clear();
    }

    public boolean isAnyOf(TableName table) {
        return keys.containsKey(table) || !rejected.isEmpty();
    }

    public boolean contains(RowKey row) {
        return keys.getOrDefault(row.table(), Set.of()).contains(row);
    }

    /** Those of a table that a change of all its rows has to pass by. */
    public List<RowKey> of(TableName table, long loadDate) {
        List<RowKey> rows = new ArrayList<>(keys.getOrDefault(table, Set.of()));
        rejected.values().stream()
                .filter(each ->
                        each.loadDate() == loadDate && each.row().table().equals(table))
                .forEach(each -> rows.add(each.row()));
        return rows;
    }

    /** What is known to be wrong with a change. */
    Optional<String> suspicion(RowKey row, long loadDate) {
        return Optional.ofNullable(rejected.get(row))
                .filter(each -> each.loadDate() == loadDate)
                .map(RejectedRow::reason);
    }

    /** From here on the row's changes are parked. */
    public void add(RowKey row) throws SQLException {
        isChanged = true;
        put(row);
        clear(row);
    }

    /** What was found of the row is dealt with. */
    public void clear(RowKey row) throws SQLException {
        if (rejected.remove(row) != null) {
            try (PreparedStatement statement = connection.prepareStatement(CLEAR)) {
                bind(feed.text(), row, statement);
                statement.executeUpdate();
            }
        }
    }

    /** What waits of a row is resolved: from here on its changes are loaded. */
    public void supersede(RowKey row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUPERSEDE)) {
            bind(feed.vaultSchema(), row, statement);
            statement.executeUpdate();
        }
        keys.getOrDefault(row.table(), Set.of()).remove(row);
    }

    /** Whether a row with dead letters was among those that a snapshot showed. */
    public boolean wasShown(RowKey row, long snapshotLoadDate) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SHOWN)) {
            bind(feed.vaultSchema(), row, statement);
            statement.setString(6, Timestamps.iso(snapshotLoadDate));
            try (ResultSet shown = statement.executeQuery()) {
                return shown.next();
            }
        }
    }

    /** Whether the newest of a row's dead letters deletes it. */
    public boolean isGone(RowKey row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GONE)) {
            bind(feed.vaultSchema(), row, statement);
            try (ResultSet newest = statement.executeQuery()) {
                return newest.next() && newest.getBoolean(1);
            }
        }
    }

    /** Remembers, so that the changes are parked when they come again. */
    public void reject(List<RejectedRow> found) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUSPECT)) {
            for (RejectedRow each : found) {
                bindRow(feed.text(), each.row(), statement);
                statement.setString(5, Timestamps.iso(each.loadDate()));
                statement.setString(6, StoredText.of(each.reason()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** The row's key is looked up by its digest, for the index holds no key of any length. */
    private static void bind(String owner, RowKey row, PreparedStatement statement) throws SQLException {
        bindRow(owner, row, statement);
        statement.setString(5, row.json());
    }

    private static void bindRow(String owner, RowKey row, PreparedStatement statement) throws SQLException {
        statement.setString(1, owner);
        statement.setString(2, row.table().schema());
        statement.setString(3, row.table().table());
        statement.setString(4, row.json());
    }

    private void readKeys() throws SQLException {
        keys.clear();
        keyless.clear();
        try (PreparedStatement query = connection.prepareStatement(KEYS)) {
            query.setString(1, feed.vaultSchema());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(4)) {
                        keyless.add(rowKey(row), row.getLong(5));
                    } else {
                        put(rowKey(row));
                    }
                }
            }
        }
    }

    private void readRejected() throws SQLException {
        rejected.clear();
        bisected.clear();
        try (PreparedStatement query = connection.prepareStatement(SUSPECTS)) {
            query.setString(1, feed.text());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    RowKey key = rowKey(row);
                    if (key.isSome()) {
                        bisected.add(key.table());
                    } else {
                        rejected.putIfAbsent(key, new RejectedRow(key, row.getLong(4), row.getString(5)));
                    }
                }
            }
        }
    }

    private void put(RowKey row) {
        keys.computeIfAbsent(row.table(), table -> new HashSet<>()).add(row);
    }

    private static RowKey rowKey(ResultSet row) throws SQLException {
        return RowKey.stored(new TableName(row.getString(1), row.getString(2)), row.getString(3));
    }
}

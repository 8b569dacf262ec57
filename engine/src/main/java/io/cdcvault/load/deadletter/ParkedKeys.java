package io.cdcvault.load.deadletter;

import io.cdcvault.bookkeeping.ParkedRows;
import io.cdcvault.bookkeeping.RejectedChanges;
import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
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

    private static final ParkedRows.Waiting UNKNOWN = new ParkedRows.Waiting(-1, -1);

    private final ParkedRows rows;
    private final RejectedChanges rejectedChanges;
    private final Map<TableName, Set<RowKey>> keys = new HashMap<>();
    private final KeylessRows keyless;
    private final Map<RowKey, RejectedChange.OfRow> rejected = new HashMap<>();
    /** The tables of which some row, not known which, could not be loaded. */
    private final Set<TableName> bisected = new HashSet<>();

    private ParkedRows.Waiting known = UNKNOWN;

    private boolean isChanged;

    public ParkedKeys(Connection connection, FeedName feed) {
        this.rows = new ParkedRows(connection, feed.vault());
        this.rejectedChanges = new RejectedChanges(connection, feed.text());
        this.keyless = new KeylessRows(connection, feed);
    }

    /** Those that wait for a key and hold nothing back. */
    public KeylessRows keyless() {
        return keyless;
    }

    /** To be called first in a warehouse transaction. */
    public void begin() throws SQLException {
        ParkedRows.Waiting now = rows.lock();
        if (!now.equals(known)) {
            readKeys();
            readRejected();
            known = now;
        }
        isChanged = false;
    }

    /** To be called last: what was parked in this transaction need not be read again in the next. */
    public void end() throws SQLException {
        if (isChanged) {
            known = rows.waiting();
        }
    }

    /** Nothing of the open transaction remains. */
    public void rolledBack() {
        keys.clear();
        keyless.clear();
        rejected.clear();
        bisected.clear();
        known = UNKNOWN;
    }

    public boolean isBisected(TableName table) {
        return bisected.contains(table);
    }

    /** All that is staged could be loaded. */
    public void endBisections() throws SQLException {
        if (bisected.isEmpty()) {
            return;
        }
        rejectedChanges.removeUnknown();
        bisected.clear();
    }

    public boolean isAnyOf(TableName table) {
        return keys.containsKey(table) || !rejected.isEmpty();
    }

    public boolean contains(RowKey row) {
        return keys.getOrDefault(row.table(), Set.of()).contains(row);
    }

    /** Those of a table that a change of all its rows has to pass by. */
    public List<RowKey> of(TableName table, LoadDate loadDate) {
        List<RowKey> parked = new ArrayList<>(keys.getOrDefault(table, Set.of()));
        rejected.values().stream()
                .filter(each ->
                        each.loadDate().equals(loadDate) && each.row().table().equals(table))
                .forEach(each -> parked.add(each.row()));
        return parked;
    }

    /** What is known to be wrong with a change. */
    Optional<String> suspicion(RowKey row, LoadDate loadDate) {
        return Optional.ofNullable(rejected.get(row))
                .filter(each -> each.loadDate().equals(loadDate))
                .map(RejectedChange::reason);
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
            rejectedChanges.remove(row.table(), row.json());
        }
    }

    /** What waits of a row is resolved: from here on its changes are loaded. */
    public void supersede(RowKey row) throws SQLException {
        rows.supersede(row.table(), row.json());
        keys.getOrDefault(row.table(), Set.of()).remove(row);
    }

    /** Whether a row with dead letters was among those that a snapshot showed. */
    public boolean wasShown(RowKey row, LoadDate snapshotLoadDate) throws SQLException {
        return rows.wasShown(row.table(), row.json(), snapshotLoadDate);
    }

    /** Whether a row's dead letters show that it exists: the newest does, since a snapshot of its table began. */
    public boolean existsSince(RowKey row, long snapshot) throws SQLException {
        return rows.existsSince(row.table(), row.json(), snapshot);
    }

    /** Remembers, so that the changes are parked when they come again. */
    public void reject(List<RejectedChange> found) throws SQLException {
        rejectedChanges.add(found.stream().map(RejectedChange::remembered).toList());
    }

    private void readKeys() throws SQLException {
        keys.clear();
        keyless.clear();
        for (ParkedRows.Row row : rows.rows()) {
            RowKey key = RowKey.stored(row.table(), row.key());
            if (row.isKeyless()) {
                keyless.add(key, row.letters());
            } else {
                put(key);
            }
        }
    }

    private void readRejected() throws SQLException {
        rejected.clear();
        bisected.clear();
        for (RejectedChanges.Change change : rejectedChanges.all()) {
            if (change.key().isEmpty()) {
                bisected.add(change.table());
            } else {
                RowKey key = RowKey.stored(change.table(), change.key().get());
                rejected.putIfAbsent(key, new RejectedChange.OfRow(key, change.loadDate(), change.reason()));
            }
        }
    }

    private void put(RowKey row) {
        keys.computeIfAbsent(row.table(), table -> new HashSet<>()).add(row);
    }
}

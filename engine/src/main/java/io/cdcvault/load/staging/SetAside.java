package io.cdcvault.load.staging;

import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.ParkedKeys;
import io.cdcvault.load.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * All that concerns changes which are not loaded now: the rows that wait, and what the open warehouse transaction adds
 * to them.
 *
 * @param keys the rows whose changes wait as dead letters
 * @param parking writes the letters
 * @param keyless ends the letters of rows that waited for a key
 * @param refused parks what the server refuses, with what belongs to it
 * @param repaired the tables that a snapshot repairs after a gap
 */
record SetAside(
        ParkedKeys keys, Parking parking, KeylessChanges keyless, RefusedRows refused, RepairedTables repaired) {

    static SetAside of(Connection connection, FeedName feed) {
        ParkedKeys keys = new ParkedKeys(connection, feed);
        Parking parking = new Parking(connection, feed, keys);
        return new SetAside(
                keys,
                parking,
                new KeylessChanges(parking, keys.keyless()),
                new RefusedRows(parking, keys),
                new RepairedTables(connection, feed));
    }

    /** To be called first in a warehouse transaction. */
    void begin() throws SQLException {
        keys.begin();
        repaired.begin();
    }

    /** What waits of the row is past: the vault is given a later state of it. */
    void supersede(RowKey row) throws SQLException {
        parking.write();
        keys.supersede(row);
    }

    void transactionEnded() {
        parking.forget();
        refused.clear();
    }
}

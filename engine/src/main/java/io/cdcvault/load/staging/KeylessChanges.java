package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.load.deadletter.KeylessRows;
import io.cdcvault.load.plan.RowIdentity;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Ends the letters of rows that wait for a key, when such a row's next change comes. */
final class KeylessChanges {

    static final String TRUNCATED = "ended: the table was truncated";
    static final String NOT_SHOWN = "ended: a snapshot no longer showed the row in this state";

    private final Parking parking;
    private final KeylessRows rows;

    KeylessChanges(Parking parking, KeylessRows rows) {
        this.parking = parking;
        this.rows = rows;
    }

    /** Ends the letter of the state that the row had before; returns whether it may have had one. */
    boolean end(RowChange change, RowIdentity identity) throws SQLException {
        if (!rows.isAnyOf(change.table())) {
            return false;
        }
        boolean isKeyless = identity.gap(change.image()).isPresent();
        if (RowKey.tellsByRecord(change, identity.columns())) {
            return end(RowKey.ofRecord(change), how(change, isKeyless));
        }
        if (!isKeyless || change.operation() == Operation.CREATE) {
            return false;
        }
        Optional<RowImage> before = before(change);
        byte[] key = change.origin().key();
        if (key == null || before.filter(image -> isWhole(image, identity)).isPresent()) {
            return end(
                    before.map(image -> RowKey.ofImage(change.table(), image, identity.columns())), how(change, true));
        }
        parking.write();
        rows.end(change.table(), key, how(change, true));
        return true;
    }

    /**
     * At the end of a table's snapshot: ends the letters of all rows that neither it nor the stream has shown since.
     */
    void endNotShown(TableName table, long snapshot) throws SQLException {
        if (rows.isAnyOf(table)) {
            parking.write();
            rows.endNotSince(table, snapshot, NOT_SHOWN);
        }
    }

    /** Ends the letters of all rows of a table whose state is from before a load date. */
    void endBefore(TableName table, LoadDate loadDate, String how) throws SQLException {
        if (rows.isAnyOf(table)) {
            parking.write();
            rows.endEarlier(table, loadDate, how);
        }
    }

    private boolean end(Optional<RowKey> row, String how) throws SQLException {
        if (row.filter(rows::contains).isEmpty()) {
            return false;
        }
        parking.write();
        rows.end(row.get(), how);
        return true;
    }

    /** Deletions without replica identity full show identifying columns alone. */
    private static boolean isWhole(RowImage image, RowIdentity identity) {
        List<String> identifying = identity.columns();
        return !identifying.containsAll(image.columns().keySet());
    }

    private static Optional<RowImage> before(RowChange change) {
        if (change.operation() != Operation.UPDATE) {
            return Optional.of(change.image());
        }
        try {
            return EnvelopeReader.readBefore(change.origin().envelope());
        } catch (IOException e) {
            throw new IllegalStateException("An envelope that was read before cannot be read again", e);
        }
    }

    private static String how(RowChange change, boolean isKeyless) {
        return switch (change.operation()) {
            case DELETE -> "ended: the row was deleted, or its key was changed";
            case ABSENCE -> "ended: a snapshot that looked for the row did not find it";
            case READ -> "ended: a snapshot showed the row again";
            default -> isKeyless ? "ended: the row changed, and its key is still empty" : "ended: the row got its key";
        };
    }
}

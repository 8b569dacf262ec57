package io.cdcvault.load;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.feed.FeedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets changes aside as dead letters, in the open warehouse transaction. */
final class Parking {

    private static final String INSERT =
            """
            insert into cdc_vault.dead_letter
              (feed, vault_schema, source_schema, source_table, row_key, operation, record_key, envelope, place, reason,
               transaction_number, lsn, load_date, keyless)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_lsn, ?::timestamptz, ?)""";

    private final Connection connection;
    private final FeedName feed;
    private final ParkedKeys keys;
    private final List<Letter> letters = new ArrayList<>();

    /** @param row empty when the change does not tell which row it is about */
    private record Letter(Arrival arrival, Optional<RowKey> row, String reason, boolean keyless) {}

    Parking(Connection connection, FeedName feed, ParkedKeys keys) {
        this.connection = connection;
        this.feed = feed;
        this.keys = keys;
    }

    /** Later changes of the same row are to be parked too. */
    void park(Arrival arrival, Optional<RowKey> row, String reason) throws SQLException {
        letters.add(new Letter(arrival, row, reason, false));
        if (row.isPresent()) {
            keys.add(row.get());
        }
    }

    /** A row that waits for a key of its own: its later changes are not held back. */
    void parkKeyless(Arrival arrival, RowKey row, String reason) throws SQLException {
        letters.add(new Letter(arrival, Optional.of(row), reason, true));
        keys.clear(row);
        keys.keyless().add(row, 1);
    }

    /** Of what was parked and is not yet written; rows that wait for a key are left out. */
    Optional<Stage.Parked> first() {
        return letters.stream()
                .filter(letter -> !letter.keyless())
                .min(Comparator.comparingLong(letter -> letter.arrival().sequence()))
                .map(letter -> new Stage.Parked(letter.arrival().change().origin(), letter.reason()));
    }

    void forget() {
        letters.clear();
    }

    /** Letters of one row are numbered in the order in which its changes came. */
    void write() throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        letters.sort(Comparator.comparingLong(letter -> letter.arrival().sequence()));
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Letter letter : letters) {
                bind(letter, statement);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        letters.clear();
    }

    private void bind(Letter letter, PreparedStatement statement) throws SQLException {
        RowChange change = letter.arrival().change();
        statement.setString(1, feed.text());
        statement.setString(2, feed.vaultSchema());
        statement.setString(3, change.table().schema());
        statement.setString(4, change.table().table());
        statement.setString(5, letter.row().map(RowKey::json).orElse(null));
        statement.setString(6, change.operation().name());
        statement.setBytes(7, change.origin().key());
        statement.setBytes(8, envelope(change));
        statement.setString(9, change.origin().place().toString());
        statement.setString(10, letter.reason());
        statement.setLong(11, change.stamp().number());
        statement.setString(12, change.commitLsn().toString());
        statement.setString(13, Timestamps.iso(change.stamp().loadDate()));
        statement.setBoolean(14, letter.keyless());
    }

    /** One row's share in a truncate, or in the end of a snapshot, has no envelope of its own. */
    private static byte @Nullable [] envelope(RowChange change) {
        return change.operation() == Operation.TRUNCATE ? null : change.origin().envelope();
    }
}

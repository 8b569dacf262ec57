package io.cdcvault.bookkeeping;

import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** One position for the whole feed: a single loader applies all of it. */
public final class FeedLedger implements Ledger {

    private static final String READ =
            """
            select position, transaction_number, (extract(epoch from load_date) * 1000000)::bigint,
              applied_lsn::text, (extract(epoch from first_load_date) * 1000000)::bigint, events
            from cdc_vault.feed_position where feed = ?""";

    private static final String INSERT =
            """
            insert into cdc_vault.feed_position
              (feed, vault_schema, position, transaction_number, load_date, applied_lsn, first_load_date,
               transactions, events, rows)
            values (?, ?, ?::jsonb, ?, ?::timestamptz, ?::pg_lsn, ?::timestamptz, ?, ?, ?)
            on conflict (feed) do nothing""";

    private static final String MOVE =
            """
            update cdc_vault.feed_position set
              position = ?::jsonb, transaction_number = ?, load_date = ?::timestamptz, applied_lsn = ?::pg_lsn,
              first_load_date = case when transaction_number = 0 then ?::timestamptz else first_load_date end,
              transactions = transactions + ?, events = ?, rows = rows + ?, updated_at = clock_timestamp()
            where feed = ? and transaction_number = ? and position = ?::jsonb""";

    private final Connection connection;
    private final FeedName feed;
    private Optional<AppliedPosition> position;

    public FeedLedger(Connection connection, FeedName feed) throws SQLException {
        this.connection = connection;
        this.feed = feed;
        this.position = read(connection, feed);
    }

    public Optional<AppliedPosition> position() {
        return position;
    }

    @Override
    public boolean move(Checkpoint to, long rows) throws SQLException {
        return position.isEmpty() ? insert(to, rows) : update(position.get(), to, rows);
    }

    @Override
    public void committed(Checkpoint to) {
        long firstLoadDate = position.filter(AppliedPosition::hasTransactions)
                .map(AppliedPosition::firstLoadDate)
                .orElse(to.stamp().loadDate());
        position = Optional.of(AppliedPosition.of(to, firstLoadDate));
    }

    @Override
    public boolean isOverContent(long snapshotLoadDate) {
        return position.filter(AppliedPosition::hasTransactions)
                .map(applied -> applied.firstLoadDate() != snapshotLoadDate)
                .orElse(false);
    }

    private static Optional<AppliedPosition> read(Connection connection, FeedName feed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, feed.text());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(AppliedPosition.of(row)) : Optional.empty();
            }
        }
    }

    private boolean insert(Checkpoint to, long rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            String loadDate = Timestamps.iso(to.stamp().loadDate());
            statement.setString(1, feed.text());
            statement.setString(2, feed.vaultSchema());
            statement.setString(3, to.resumeFrom());
            statement.setLong(4, to.stamp().number());
            statement.setString(5, loadDate);
            statement.setString(6, to.commitLsn().toString());
            statement.setString(7, loadDate);
            statement.setLong(8, to.transactions());
            statement.setLong(9, to.events());
            statement.setLong(10, rows);
            return statement.executeUpdate() == 1;
        }
    }

    private boolean update(AppliedPosition from, Checkpoint to, long rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setString(1, to.resumeFrom());
            statement.setLong(2, to.stamp().number());
            statement.setString(3, Timestamps.iso(to.stamp().loadDate()));
            statement.setString(4, to.commitLsn().toString());
            statement.setString(5, Timestamps.iso(to.stamp().loadDate()));
            statement.setLong(6, to.transactions());
            statement.setLong(7, to.events());
            statement.setLong(8, rows);
            statement.setString(9, feed.text());
            statement.setLong(10, from.transactionNumber());
            statement.setString(11, from.resumeFrom());
            return statement.executeUpdate() == 1;
        }
    }
}

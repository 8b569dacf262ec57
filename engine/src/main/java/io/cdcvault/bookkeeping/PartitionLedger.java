package io.cdcvault.bookkeeping;

import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A position for each partition: the loaders of a group share them out. What a checkpoint resumes from holds, for each
 * partition that it moves, where it stood before and where it stands now.
 */
public final class PartitionLedger implements Ledger {

    private static final String MOVE =
            """
            with step as (
              select key as partition, value -> 'from' as before, value -> 'to' as after from jsonb_each(?::jsonb)
            ), moved as (
              update cdc_vault.partition_position as p set
                position = step.after, transaction_number = ?, load_date = ?::timestamptz, applied_lsn = ?::pg_lsn,
                first_load_date = coalesce(p.first_load_date, ?::timestamptz), events = ?,
                updated_at = clock_timestamp()
              from step where p.feed = ? and p.partition = step.partition and p.position = step.before
              returning 1
            )
            select (select count(*) from moved) = (select count(*) from step)""";

    private static final String OVER_CONTENT =
            """
            select coalesce(min(first_load_date) <> ?::timestamptz, false)
            from cdc_vault.partition_position where feed = ?""";

    private static final String SLOWEST =
            """
            select position::text, transaction_number, (extract(epoch from load_date) * 1000000)::bigint,
              applied_lsn::text,
              (select (extract(epoch from min(first_load_date)) * 1000000)::bigint from cdc_vault.partition_position
                where feed = p.feed), events
            from cdc_vault.partition_position as p where feed = ? order by transaction_number limit 1""";

    private final Connection connection;
    private final FeedName feed;

    public PartitionLedger(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed;
    }

    @Override
    public boolean move(Checkpoint to, long rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            String loadDate = Timestamps.iso(to.stamp().loadDate());
            statement.setString(1, to.resumeFrom());
            statement.setLong(2, to.stamp().number());
            statement.setString(3, loadDate);
            statement.setString(4, to.commitLsn().toString());
            statement.setString(5, loadDate);
            statement.setLong(6, to.events());
            statement.setString(7, feed.text());
            return isTrue(statement);
        }
    }

    @Override
    public void committed(Checkpoint to) {
        // The next checkpoint says itself what it expects to find.
    }

    @Override
    public boolean isOverContent(long snapshotLoadDate) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OVER_CONTENT)) {
            statement.setString(1, Timestamps.iso(snapshotLoadDate));
            statement.setString(2, feed.text());
            return isTrue(statement);
        }
    }

    /** How far all partitions have come; empty when the feed is not shared by a group. */
    public static Optional<AppliedPosition> slowest(Connection connection, FeedName feed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SLOWEST)) {
            statement.setString(1, feed.text());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(AppliedPosition.of(row)) : Optional.empty();
            }
        }
    }

    private static boolean isTrue(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}

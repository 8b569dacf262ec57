package io.cdcvault.bookkeeping;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Moves the feed position over transactions that cannot be loaded any more, and leaves a record of what the vault's
 * history lacks. The tables that are concerned are read from the source again.
 */
public final class SkippedHistory {

    private static final String REMEMBER =
            """
            insert into cdc_vault.lost_history
              (feed, source_schema, source_table, partition, first_offset, next_offset, after_load_date, until_load_date)
            values (?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)""";

    private final Settings settings;
    private final FeedName feed;

    public SkippedHistory(Settings settings, FeedName feed) {
        this.settings = settings;
        this.feed = feed;
    }

    /**
     * What the vault does not have of one partition.
     *
     * @param from the first offset, inclusive
     * @param to exclusive
     */
    public record Part(TableName table, String partition, long from, long to) {}

    /** How far the feed has come, if it has loaded anything: of a group, the partition that is the furthest behind. */
    public Optional<AppliedPosition> position() {
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            return warehouse.attempt("read the feed position", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                Optional<AppliedPosition> slowest = PartitionLedger.slowest(connection, feed);
                connection.commit();
                return slowest.isPresent() ? slowest : new FeedLedger(connection, feed).position();
            });
        }
    }

    /**
     * All of it, or nothing.
     *
     * @param to where to continue, as the feed's kind of position says it
     * @param isGroup whether each partition has a position of its own
     * @param parts of the tables' partitions
     * @param tables to be read again
     * @throws CdcVaultException when a loader has moved the position meanwhile
     */
    public void skip(Checkpoint to, boolean isGroup, Collection<Part> parts, Collection<TableName> tables) {
        String after = position()
                .filter(AppliedPosition::hasTransactions)
                .map(position -> Timestamps.iso(position.loadDate()))
                .orElse("-infinity");
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            warehouse.attempt("skip what is lost", () -> {
                Connection connection = warehouse.connection();
                Ledger ledger = isGroup ? new PartitionLedger(connection, feed) : new FeedLedger(connection, feed);
                if (!ledger.move(to, 0)) {
                    throw new CdcVaultException(
                            FailureKind.WAREHOUSE_FENCED, "A loader has moved the feed position meanwhile");
                }
                remember(
                        connection,
                        parts,
                        List.of(after, Timestamps.iso(to.stamp().loadDate())));
                for (TableName table : tables) {
                    SnapshotRequests.requestAgain(connection, feed.text(), table);
                }
                connection.commit();
                return tables;
            });
        }
    }

    private void remember(Connection connection, Collection<Part> parts, List<String> loadDates) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMEMBER)) {
            for (Part part : parts) {
                statement.setString(1, feed.text());
                statement.setString(2, part.table().schema());
                statement.setString(3, part.table().table());
                statement.setString(4, part.partition());
                statement.setLong(5, part.from());
                statement.setLong(6, part.to());
                statement.setString(7, loadDates.get(0));
                statement.setString(8, loadDates.get(1));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}

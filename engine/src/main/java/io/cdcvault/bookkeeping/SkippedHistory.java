package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.LOST_HISTORY;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.val;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import org.jooq.Field;

/**
 * Moves the feed position over transactions that cannot be loaded any more, and leaves a record of what the vault's
 * history lacks. The tables that are concerned are read from the source again.
 */
public final class SkippedHistory {

    private static final Field<OffsetDateTime> BEFORE_ALL = field("'-infinity'::timestamptz", OffsetDateTime.class);

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
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
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
        Field<OffsetDateTime> after = position()
                .filter(AppliedPosition::hasTransactions)
                .<Field<OffsetDateTime>>map(
                        position -> val(Timestamps.of(position.stamp().loadDate())))
                .orElse(BEFORE_ALL);
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            warehouse.attempt("skip what is lost", () -> {
                Connection connection = warehouse.connection();
                for (Part part : parts) {
                    remember(connection, part, after, Timestamps.of(to.stamp().loadDate()));
                }
                TableGaps gaps = new TableGaps(connection, feed.text());
                for (TableName table : tables) {
                    gaps.repair(table, "has changes that the topics lost before they were loaded");
                }
                // Last, as a loader does it that ends the repair of a table: neither waits for the other.
                Ledger ledger = isGroup ? new PartitionLedger(connection, feed) : new FeedLedger(connection, feed);
                if (!ledger.move(to, 0)) {
                    throw new CdcVaultException(
                            FailureKind.WAREHOUSE_FENCED, "A loader has moved the feed position meanwhile");
                }
                connection.commit();
                return tables;
            });
        }
    }

    private void remember(Connection connection, Part part, Field<OffsetDateTime> after, OffsetDateTime until)
            throws SQLException {
        new Books(connection)
                .execute(insertInto(LOST_HISTORY)
                        .set(LOST_HISTORY.FEED, feed.text())
                        .set(LOST_HISTORY.SOURCE_SCHEMA, part.table().schema())
                        .set(LOST_HISTORY.SOURCE_TABLE, part.table().table())
                        .set(LOST_HISTORY.PARTITION, part.partition())
                        .set(LOST_HISTORY.FIRST_OFFSET, part.from())
                        .set(LOST_HISTORY.NEXT_OFFSET, part.to())
                        .set(LOST_HISTORY.AFTER_LOAD_DATE, after)
                        .set(LOST_HISTORY.UNTIL_LOAD_DATE, until));
    }
}

package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.LOAD_HISTORY;
import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.cdcvault.bookkeeping.schema.tables.PartitionPosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record3;
import org.jooq.Record8;
import org.jooq.Select;
import org.jooq.impl.SQLDataType;

/**
 * How far a feed has come, to be looked at. It has one position, or one for each partition: then it has come as far as
 * the slowest. {@link FeedLedger} and {@link PartitionLedger} move them.
 */
public final class FeedPositions {

    private static final PartitionPosition PARTITION = PARTITION_POSITION.as("p");

    private final Books books;
    private final String feed;

    /** @param feed its text */
    public FeedPositions(Connection connection, String feed) {
        this.books = new Books(connection);
        this.feed = feed;
    }

    /**
     * How far a feed has come.
     *
     * @param resumeFrom what the feed needs to continue, as JSON
     * @param events row changes captured at the source up to here
     * @param rows row changes loaded up to here
     * @param age of the last move, in seconds
     * @param isShared whether a group of loaders shares the feed
     */
    public record Progress(
            String resumeFrom,
            TransactionNumber transaction,
            Lsn lsn,
            long events,
            long transactions,
            long rows,
            double age,
            boolean isShared) {}

    /** Empty before the first load, and before a capture without Kafka has stored its position. */
    public Optional<Progress> progress() throws SQLException {
        return books.first(whole().unionAll(slowest()))
                .map(row -> new Progress(
                        row.value1().data(),
                        new TransactionNumber(row.value2()),
                        Lsn.parse(row.value3()),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7(),
                        row.value8()));
    }

    private Select<Record8<JSONB, Long, String, Long, Long, Long, Double, Boolean>> whole() {
        return select(
                        FEED_POSITION.POSITION,
                        FEED_POSITION.TRANSACTION_NUMBER,
                        FEED_POSITION.APPLIED_LSN,
                        FEED_POSITION.EVENTS,
                        FEED_POSITION.TRANSACTIONS,
                        FEED_POSITION.ROWS,
                        Timestamps.age(FEED_POSITION.UPDATED_AT),
                        inline(false))
                .from(FEED_POSITION)
                .where(FEED_POSITION.FEED.eq(feed));
    }

    private Select<Record8<JSONB, Long, String, Long, Long, Long, Double, Boolean>> slowest() {
        Field<Long> rows = field(select(coalesce(sum(LOAD_HISTORY.ROWS).cast(SQLDataType.BIGINT), inline(0L)))
                .from(LOAD_HISTORY)
                .where(LOAD_HISTORY.FEED.eq(PARTITION.FEED)));
        Field<OffsetDateTime> moved = max(PARTITION.UPDATED_AT).over();
        return select(
                        PARTITION.POSITION,
                        PARTITION.TRANSACTION_NUMBER,
                        PARTITION.APPLIED_LSN,
                        PARTITION.EVENTS,
                        PARTITION.TRANSACTION_NUMBER,
                        rows,
                        Timestamps.age(moved),
                        inline(true))
                .from(PARTITION)
                .where(PARTITION.FEED.eq(feed))
                .orderBy(PARTITION.TRANSACTION_NUMBER)
                .limit(inline(1));
    }

    /** What the vault shows to a transaction that reads it now; empty when nothing was ever loaded. */
    public Optional<VaultMoment> moment() throws SQLException {
        Select<Record3<String, OffsetDateTime, Long>> ofSlowest = select(
                        PARTITION.APPLIED_LSN, PARTITION.LOAD_DATE, PARTITION.TRANSACTION_NUMBER)
                .from(PARTITION)
                .where(PARTITION.FEED.eq(feed))
                .and(PARTITION.LOAD_DATE.isNotNull())
                .orderBy(PARTITION.TRANSACTION_NUMBER)
                .limit(inline(1));
        return books.first(select(FEED_POSITION.APPLIED_LSN, FEED_POSITION.LOAD_DATE, FEED_POSITION.TRANSACTION_NUMBER)
                        .from(FEED_POSITION)
                        .where(FEED_POSITION.FEED.eq(feed))
                        .and(FEED_POSITION.TRANSACTION_NUMBER.gt(inline(0L)))
                        .unionAll(ofSlowest))
                .map(row -> new VaultMoment(
                        Lsn.parse(row.value1()), row.value2().toInstant(), new TransactionNumber(row.value3())));
    }
}

package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import io.cdcvault.bookkeeping.schema.tables.PartitionPosition;
import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.JSONB;

/**
 * A position for each partition: the loaders of a group share them out. What a checkpoint resumes from holds, for each
 * partition that it moves, where it stood before and where it stands now.
 */
public final class PartitionLedger implements Ledger {

    private static final String MOVE =
            """
            with step as (
              select key as partition, value -> 'from' as before, value -> 'to' as after from jsonb_each(:steps)
            ), moved as (
              update cdc_vault.partition_position as p set
                position = step.after, transaction_number = :number, load_date = :load_date,
                applied_lsn = :lsn::pg_lsn, first_load_date = coalesce(p.first_load_date, :load_date),
                events = :events, updated_at = clock_timestamp()
              from step where p.feed = :feed and p.partition = step.partition and p.position = step.before
              returning 1
            )
            select (select count(*) from moved) = (select count(*) from step)""";

    private static final Field<Boolean> IS_MOVED = field("is_moved", Boolean.class);

    private final Books books;
    private final FeedName feed;

    public PartitionLedger(Connection connection, FeedName feed) {
        this.books = new Books(connection);
        this.feed = feed;
    }

    @Override
    public Optional<AppliedPosition> position() {
        return Optional.empty();
    }

    @Override
    public boolean move(Checkpoint to, long rows) throws SQLException {
        return books.fetch(NamedText.resultQuery(
                                MOVE,
                                param("steps", JSONB.jsonb(to.resumeFrom())),
                                param("number", to.stamp().number().value()),
                                param("load_date", Timestamps.of(to.stamp().loadDate())),
                                param("lsn", to.commitLsn().toString()),
                                param("events", to.events()),
                                param("feed", feed.text()))
                        .coerce(IS_MOVED))
                .get(0)
                .value1();
    }

    @Override
    public void committed(Checkpoint to) {
        // The next checkpoint says itself what it expects to find.
    }

    @Override
    public boolean isOverContent(LoadDate snapshotLoadDate) throws SQLException {
        return books.fetch(select(coalesce(
                                field(min(PARTITION_POSITION.FIRST_LOAD_DATE).ne(Timestamps.of(snapshotLoadDate))),
                                inline(false)))
                        .from(PARTITION_POSITION)
                        .where(PARTITION_POSITION.FEED.eq(feed.text())))
                .get(0)
                .value1();
    }

    /** How far all partitions have come; empty when the feed is not shared by a group. */
    public static Optional<AppliedPosition> slowest(Connection connection, FeedName feed) throws SQLException {
        PartitionPosition slowest = PARTITION_POSITION.as("p");
        return new Books(connection)
                .first(select(
                                slowest.POSITION,
                                slowest.TRANSACTION_NUMBER,
                                slowest.LOAD_DATE,
                                slowest.APPLIED_LSN,
                                field(select(min(PARTITION_POSITION.FIRST_LOAD_DATE))
                                        .from(PARTITION_POSITION)
                                        .where(PARTITION_POSITION.FEED.eq(slowest.FEED))),
                                slowest.EVENTS)
                        .from(slowest)
                        .where(slowest.FEED.eq(feed.text()))
                        .orderBy(slowest.TRANSACTION_NUMBER)
                        .limit(inline(1)))
                .map(AppliedPosition::of);
    }
}

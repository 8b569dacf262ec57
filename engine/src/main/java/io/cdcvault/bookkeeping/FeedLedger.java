package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** One position for the whole feed: a single loader applies all of it. */
public final class FeedLedger implements Ledger {

    private final Books books;
    private final FeedName feed;
    private Optional<AppliedPosition> position;

    public FeedLedger(Connection connection, FeedName feed) throws SQLException {
        this.books = new Books(connection);
        this.feed = feed;
        this.position = read();
    }

    @Override
    public Optional<AppliedPosition> position() {
        return position;
    }

    @Override
    public boolean move(Checkpoint to, long rows) throws SQLException {
        return position.isEmpty() ? insert(to, rows) : update(position.get(), to, rows);
    }

    @Override
    public void committed(Checkpoint to) {
        LoadDate firstLoadDate = position.filter(AppliedPosition::hasTransactions)
                .map(AppliedPosition::firstLoadDate)
                .orElse(to.stamp().loadDate());
        position = Optional.of(AppliedPosition.of(to, firstLoadDate));
    }

    @Override
    public boolean isOverContent(LoadDate snapshotLoadDate) {
        return position.filter(AppliedPosition::hasTransactions)
                .map(applied -> !applied.firstLoadDate().equals(snapshotLoadDate))
                .orElse(false);
    }

    private Optional<AppliedPosition> read() throws SQLException {
        return books.first(select(
                                FEED_POSITION.POSITION,
                                FEED_POSITION.TRANSACTION_NUMBER,
                                FEED_POSITION.LOAD_DATE,
                                FEED_POSITION.APPLIED_LSN,
                                FEED_POSITION.FIRST_LOAD_DATE,
                                FEED_POSITION.EVENTS)
                        .from(FEED_POSITION)
                        .where(FEED_POSITION.FEED.eq(feed.text())))
                .map(AppliedPosition::of);
    }

    private boolean insert(Checkpoint to, long rows) throws SQLException {
        OffsetDateTime loadDate = Timestamps.of(to.stamp().loadDate());
        return books.execute(insertInto(FEED_POSITION)
                        .set(FEED_POSITION.FEED, feed.text())
                        .set(FEED_POSITION.VAULT_SCHEMA, feed.vaultSchema())
                        .set(FEED_POSITION.POSITION, JSONB.jsonb(to.resumeFrom()))
                        .set(
                                FEED_POSITION.TRANSACTION_NUMBER,
                                to.stamp().number().value())
                        .set(FEED_POSITION.LOAD_DATE, loadDate)
                        .set(FEED_POSITION.APPLIED_LSN, LogPositions.value(to.commitLsn()))
                        .set(FEED_POSITION.FIRST_LOAD_DATE, loadDate)
                        .set(FEED_POSITION.TRANSACTIONS, (long) to.transactions())
                        .set(FEED_POSITION.EVENTS, to.events())
                        .set(FEED_POSITION.ROWS, rows)
                        .onConflict(FEED_POSITION.FEED)
                        .doNothing())
                == 1;
    }

    /** Compares and sets. */
    private boolean update(AppliedPosition from, Checkpoint to, long rows) throws SQLException {
        OffsetDateTime loadDate = Timestamps.of(to.stamp().loadDate());
        return books.execute(DSL.update(FEED_POSITION)
                        .set(FEED_POSITION.POSITION, JSONB.jsonb(to.resumeFrom()))
                        .set(
                                FEED_POSITION.TRANSACTION_NUMBER,
                                to.stamp().number().value())
                        .set(FEED_POSITION.LOAD_DATE, loadDate)
                        .set(FEED_POSITION.APPLIED_LSN, LogPositions.value(to.commitLsn()))
                        .set(
                                FEED_POSITION.FIRST_LOAD_DATE,
                                when(FEED_POSITION.TRANSACTION_NUMBER.eq(inline(0L)), val(loadDate))
                                        .otherwise(FEED_POSITION.FIRST_LOAD_DATE))
                        .set(FEED_POSITION.TRANSACTIONS, FEED_POSITION.TRANSACTIONS.plus(to.transactions()))
                        .set(FEED_POSITION.EVENTS, to.events())
                        .set(FEED_POSITION.ROWS, FEED_POSITION.ROWS.plus(rows))
                        .set(FEED_POSITION.UPDATED_AT, Timestamps.NOW)
                        .where(FEED_POSITION.FEED.eq(feed.text()))
                        .and(FEED_POSITION.TRANSACTION_NUMBER.eq(
                                from.stamp().number().value()))
                        .and(FEED_POSITION.POSITION.eq(JSONB.jsonb(from.resumeFrom()))))
                == 1;
    }
}

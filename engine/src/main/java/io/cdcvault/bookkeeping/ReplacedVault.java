package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.SNAPSHOT_ROW;
import static io.cdcvault.bookkeeping.schema.Tables.SUSPECT;
import static io.cdcvault.bookkeeping.schema.Tables.VAULT_TABLE;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.cdcvault.feed.FeedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Record1;

/** What the bookkeeping holds of a vault that another one replaces, in the open transaction. */
public final class ReplacedVault {

    private final Books books;

    public ReplacedVault(Connection connection) {
        this.books = new Books(connection);
    }

    /** The other feeds that load the same vault, by name. */
    public List<String> otherFeeds(FeedName feed) throws SQLException {
        return books.fetch(select(FEED_POSITION.FEED)
                        .from(FEED_POSITION)
                        .where(FEED_POSITION.VAULT_SCHEMA.eq(feed.vaultSchema()))
                        .and(FEED_POSITION.FEED.ne(feed.text()))
                        .orderBy(FEED_POSITION.FEED))
                .map(Record1::value1);
    }

    /** Gives what is known of one feed to another, of which everything else is forgotten. */
    public void handOver(FeedName from, FeedName to) throws SQLException {
        forget(to);
        books.execute(update(FEED_POSITION)
                .set(FEED_POSITION.FEED, to.text())
                .set(FEED_POSITION.VAULT_SCHEMA, to.vaultSchema())
                .where(FEED_POSITION.FEED.eq(from.text())));
        books.execute(update(VAULT_TABLE)
                .set(VAULT_TABLE.VAULT_SCHEMA, to.vaultSchema())
                .where(VAULT_TABLE.VAULT_SCHEMA.eq(from.vaultSchema())));
        books.execute(update(SNAPSHOT_ROW).set(SNAPSHOT_ROW.FEED, to.text()).where(SNAPSHOT_ROW.FEED.eq(from.text())));
        books.execute(update(DEAD_LETTER)
                .set(DEAD_LETTER.FEED, to.text())
                .set(DEAD_LETTER.VAULT_SCHEMA, to.vaultSchema())
                .where(DEAD_LETTER.VAULT_SCHEMA.eq(from.vaultSchema())));
    }

    /** Forgets a feed and what waits of its vault. */
    public void forget(FeedName feed) throws SQLException {
        books.execute(deleteFrom(FEED_POSITION).where(FEED_POSITION.FEED.eq(feed.text())));
        // A group's loaders left these, and the feed's own position takes their place.
        books.execute(deleteFrom(PARTITION_POSITION).where(PARTITION_POSITION.FEED.eq(feed.text())));
        books.execute(deleteFrom(VAULT_TABLE).where(VAULT_TABLE.VAULT_SCHEMA.eq(feed.vaultSchema())));
        books.execute(deleteFrom(SNAPSHOT_ROW).where(SNAPSHOT_ROW.FEED.eq(feed.text())));
        books.execute(deleteFrom(SUSPECT).where(SUSPECT.FEED.eq(feed.text())));
        // What a vault made from the same topics could not load either, it has parked itself.
        books.execute(deleteFrom(DEAD_LETTER)
                .where(DEAD_LETTER.VAULT_SCHEMA.eq(feed.vaultSchema()))
                .and(DEAD_LETTER.RESOLVED_AT.isNull()));
    }
}

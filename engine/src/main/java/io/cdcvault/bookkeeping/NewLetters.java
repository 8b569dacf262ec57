package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.update;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.FeedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Writes dead letters, in the open transaction. */
public final class NewLetters {

    private static final String LSN = "lsn";
    /** Of a letter whose transaction has not ended: no transaction commits there. */
    private static final String NOT_YET = Lsn.BEGINNING.toString();

    private final Books books;
    private final FeedName feed;
    private final Query insert;

    public NewLetters(Connection connection, FeedName feed) {
        this.books = new Books(connection);
        this.feed = feed;
        this.insert = insertInto(DEAD_LETTER)
                .set(DEAD_LETTER.FEED, feed.text())
                .set(DEAD_LETTER.VAULT_SCHEMA, feed.vaultSchema())
                .set(DEAD_LETTER.SOURCE, feed.vault().source())
                .set(DEAD_LETTER.SOURCE_SCHEMA, named(DEAD_LETTER.SOURCE_SCHEMA))
                .set(DEAD_LETTER.SOURCE_TABLE, named(DEAD_LETTER.SOURCE_TABLE))
                .set(DEAD_LETTER.ROW_KEY, named(DEAD_LETTER.ROW_KEY))
                .set(DEAD_LETTER.OPERATION, named(DEAD_LETTER.OPERATION))
                .set(DEAD_LETTER.RECORD_KEY, named(DEAD_LETTER.RECORD_KEY))
                .set(DEAD_LETTER.ENVELOPE, named(DEAD_LETTER.ENVELOPE))
                .set(DEAD_LETTER.PLACE, named(DEAD_LETTER.PLACE))
                .set(DEAD_LETTER.REASON, named(DEAD_LETTER.REASON))
                .set(DEAD_LETTER.TRANSACTION_NUMBER, named(DEAD_LETTER.TRANSACTION_NUMBER))
                .set(DEAD_LETTER.LSN, LogPositions.value(param(LSN, String.class)))
                .set(DEAD_LETTER.LOAD_DATE, named(DEAD_LETTER.LOAD_DATE))
                .set(DEAD_LETTER.SNAPSHOT, named(DEAD_LETTER.SNAPSHOT))
                .set(DEAD_LETTER.KEYLESS, named(DEAD_LETTER.KEYLESS));
    }

    /** Writes all of them, numbered in their order. */
    public void write(List<NewLetter> letters) throws SQLException {
        books.executeAll(insert, letters.stream().map(NewLetters::values).toList());
    }

    /** Gives a transaction's letters the LSN that was not known when they were written. */
    public void setCommit(TransactionStamp transaction, Lsn lsn) throws SQLException {
        books.execute(update(DEAD_LETTER)
                .set(DEAD_LETTER.LSN, LogPositions.value(lsn))
                .where(DEAD_LETTER.FEED.eq(feed.text()))
                .and(DEAD_LETTER.VAULT_SCHEMA.eq(feed.vaultSchema()))
                .and(DEAD_LETTER.TRANSACTION_NUMBER.eq(transaction.number().value()))
                .and(DEAD_LETTER.LSN.eq(LogPositions.value(inline(NOT_YET)))));
    }

    private static Map<String, @Nullable Object> values(NewLetter letter) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(DEAD_LETTER.SOURCE_SCHEMA.getName(), letter.sourceSchema());
        values.put(DEAD_LETTER.SOURCE_TABLE.getName(), letter.sourceTable());
        values.put(DEAD_LETTER.ROW_KEY.getName(), letter.rowKey().orElse(null));
        values.put(DEAD_LETTER.OPERATION.getName(), letter.operation());
        values.put(DEAD_LETTER.RECORD_KEY.getName(), letter.recordKey());
        values.put(DEAD_LETTER.ENVELOPE.getName(), letter.envelope());
        values.put(DEAD_LETTER.PLACE.getName(), letter.place());
        values.put(DEAD_LETTER.REASON.getName(), letter.reason());
        values.put(
                DEAD_LETTER.TRANSACTION_NUMBER.getName(),
                letter.stamp().number().value());
        values.put(LSN, letter.lsn().map(Lsn::toString).orElse(NOT_YET));
        values.put(DEAD_LETTER.LOAD_DATE.getName(), Timestamps.of(letter.stamp().loadDate()));
        values.put(
                DEAD_LETTER.SNAPSHOT.getName(),
                letter.snapshot().isPresent() ? letter.snapshot().getAsLong() : null);
        values.put(DEAD_LETTER.KEYLESS.getName(), letter.isKeyless());
        return values;
    }

    /** A parameter that goes by its column's name. */
    private static <T> Param<T> named(Field<T> column) {
        return DSL.param(column.getName(), column);
    }
}

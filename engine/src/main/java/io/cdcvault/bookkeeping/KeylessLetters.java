package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** Ends the letters of rows that wait because what identifies them in the vault is empty, in the open transaction. */
public final class KeylessLetters {

    private final Books books;
    private final LoadedVault vault;

    public KeylessLetters(Connection connection, LoadedVault vault) {
        this.books = new Books(connection);
        this.vault = vault;
    }

    /** The oldest of a row. */
    public void endOldest(TableName table, String rowKey, String how) throws SQLException {
        endOldest(table, LetterColumns.hasKey(DEAD_LETTER.ROW_KEY, rowKey), how);
    }

    /** The oldest of a row of which only the record's key is known. */
    public void endOldest(TableName table, byte[] recordKey, String how) throws SQLException {
        endOldest(table, DEAD_LETTER.RECORD_KEY.eq(recordKey), how);
    }

    /** All of a table that are from before a load date. */
    public void endEarlier(TableName table, LoadDate loadDate, String how) throws SQLException {
        end(table, DEAD_LETTER.LOAD_DATE.lt(Timestamps.of(loadDate)), how);
    }

    /** All of a table that were written before a snapshot of it began. */
    public void endNotSince(TableName table, long snapshot, String how) throws SQLException {
        end(table, DEAD_LETTER.SNAPSHOT.isDistinctFrom(snapshot), how);
    }

    /** The rows of a table that wait, with the number of their letters. */
    public Map<String, Long> waiting(TableName table) throws SQLException {
        return books.fetch(select(DEAD_LETTER.ROW_KEY, count())
                        .from(DEAD_LETTER)
                        .where(waitsIn(table))
                        .groupBy(DEAD_LETTER.ROW_KEY))
                .intoMap(Record2::value1, row -> row.value2().longValue());
    }

    private void endOldest(TableName table, Condition condition, String how) throws SQLException {
        Condition isOldest =
                DEAD_LETTER.ID.eq(select(min(DEAD_LETTER.ID)).from(DEAD_LETTER).where(waitsIn(table), condition));
        end(table, isOldest, how);
    }

    private void end(TableName table, Condition condition, String how) throws SQLException {
        books.execute(update(DEAD_LETTER)
                .set(DEAD_LETTER.RESOLVED_AT, Timestamps.NOW)
                .set(DEAD_LETTER.RESOLUTION, how)
                .where(waitsIn(table), condition));
    }

    private Condition waitsIn(TableName table) {
        return DSL.and(LetterColumns.IS_KEYLESS, LetterColumns.WAITS, LetterColumns.isOf(vault, table));
    }
}

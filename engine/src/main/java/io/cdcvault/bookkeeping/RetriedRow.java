package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.LoadedVault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

/** The letters of one row that are loaded again, in the open transaction. */
public final class RetriedRow {

    private final Books books;
    private final LoadedVault vault;

    public RetriedRow(Connection connection, LoadedVault vault) {
        this.books = new Books(connection);
        this.vault = vault;
    }

    /**
     * A change that waits.
     *
     * @param recordKey empty when the record had none
     * @param envelope empty when the row disappeared without a record of its own
     * @param isKeyless whether what identifies the row in the vault is empty
     */
    public record Waiting(
            long id,
            Optional<byte[]> recordKey,
            Optional<byte[]> envelope,
            String place,
            TransactionStamp stamp,
            Lsn lsn,
            boolean isKeyless,
            String reason) {}

    /** All that wait of a letter's row, in their order. */
    public List<Waiting> letters(DeadLetter letter) throws SQLException {
        Condition isOfRow = letter.rowKey()
                .map(key -> LetterColumns.hasKey(DEAD_LETTER.ROW_KEY, key).andNot(LetterColumns.IS_KEYLESS))
                .orElse(falseCondition());
        return books.fetch(select(
                                DEAD_LETTER.ID,
                                DEAD_LETTER.RECORD_KEY,
                                DEAD_LETTER.ENVELOPE,
                                DEAD_LETTER.PLACE,
                                DEAD_LETTER.TRANSACTION_NUMBER,
                                DEAD_LETTER.LOAD_DATE,
                                DEAD_LETTER.LSN,
                                DEAD_LETTER.KEYLESS,
                                DEAD_LETTER.REASON)
                        .from(DEAD_LETTER)
                        .where(LetterColumns.WAITS)
                        .and(LetterColumns.isOf(vault, letter.table()))
                        .and(isOfRow.or(DEAD_LETTER.ID.eq(letter.id())))
                        .orderBy(DEAD_LETTER.ID))
                .map(row -> new Waiting(
                        row.value1(),
                        Optional.ofNullable(row.value2()),
                        Optional.ofNullable(row.value3()),
                        row.value4(),
                        new TransactionStamp(new TransactionNumber(row.value5()), Timestamps.loadDate(row.value6())),
                        Lsn.parse(row.value7()),
                        row.value8(),
                        row.value9()));
    }

    public void loaded(List<Long> ids) throws SQLException {
        books.execute(update(DEAD_LETTER)
                .set(DEAD_LETTER.RESOLVED_AT, Timestamps.NOW)
                .set(DEAD_LETTER.RESOLUTION, inline("loaded"))
                .where(DEAD_LETTER.ID.eq(any(val(ids.toArray(Long[]::new))))));
    }

    /** Why it cannot be loaded now. */
    public void refused(long id, String reason) throws SQLException {
        books.execute(update(DEAD_LETTER)
                .set(DEAD_LETTER.REASON, reason)
                .where(DEAD_LETTER.ID.eq(id))
                .and(LetterColumns.WAITS));
    }
}

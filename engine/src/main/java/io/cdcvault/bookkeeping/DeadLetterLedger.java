package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.SQLDataType;

/** The dead letters of a vault, to be looked at and to be discarded, in the open transaction. */
public final class DeadLetterLedger {

    private final Books books;
    private final Condition isOfVault;

    public DeadLetterLedger(Connection connection, LoadedVault vault) {
        this.books = new Books(connection);
        this.isOfVault = LetterColumns.isOf(vault);
    }

    /**
     * A letter and what came, byte for byte.
     *
     * @param key of the record; empty when it had none
     * @param envelope empty when the row disappeared without a record of its own
     */
    public record Opened(DeadLetter letter, Optional<byte[]> key, Optional<byte[]> envelope) {}

    /**
     * A row that has letters.
     *
     * @param key as JSON; empty when its letters do not say
     */
    public record WaitingRow(TableName table, Optional<String> key, long letters) {}

    /** Whether there can be letters: before the first load there is no bookkeeping. */
    public boolean isKnown() throws SQLException {
        return books.has(DEAD_LETTER);
    }

    /**
     * In the order in which they came.
     *
     * @param resolvedToo those that were dealt with as well
     */
    public List<DeadLetter> list(boolean resolvedToo) throws SQLException {
        return books.fetch(letters()
                        .where(isOfVault)
                        .and(resolvedToo ? noCondition() : LetterColumns.WAITS)
                        .orderBy(DEAD_LETTER.ID))
                .map(LetterColumns::letter);
    }

    /** The first of those that wait, in the order in which they came. */
    public List<DeadLetter> oldest(int most) throws SQLException {
        return books.fetch(letters()
                        .where(isOfVault)
                        .and(LetterColumns.WAITS)
                        .orderBy(DEAD_LETTER.ID)
                        .limit(most))
                .map(LetterColumns::letter);
    }

    /** Whether it waits or was dealt with. */
    public Optional<Opened> open(long id) throws SQLException {
        return books.first(select(LetterColumns.ALL)
                        .select(DEAD_LETTER.RECORD_KEY, DEAD_LETTER.ENVELOPE)
                        .from(DEAD_LETTER)
                        .where(isOfVault)
                        .and(DEAD_LETTER.ID.eq(id)))
                .map(row -> new Opened(
                        LetterColumns.letter(row),
                        Optional.ofNullable(row.get(DEAD_LETTER.RECORD_KEY)),
                        Optional.ofNullable(row.get(DEAD_LETTER.ENVELOPE))));
    }

    /** Returns whether it was still waiting. */
    public boolean discard(long id, String why) throws SQLException {
        return books.execute(update(DEAD_LETTER)
                        .set(DEAD_LETTER.RESOLVED_AT, Timestamps.NOW)
                        .set(DEAD_LETTER.RESOLUTION, concat(inline("discarded: "), val(why)))
                        .where(DEAD_LETTER.ID.eq(id))
                        .and(LetterColumns.WAITS)
                        .and(isOfVault))
                == 1;
    }

    /**
     * How many letters wait of what a feed loads.
     *
     * @param source that it loads of several; empty when there is one
     */
    public static long waiting(Connection connection, String feed, String source) throws SQLException {
        return new Books(connection)
                .fetch(selectCount()
                        .from(DEAD_LETTER)
                        .where(LetterColumns.WAITS)
                        .and(DEAD_LETTER.VAULT_SCHEMA.eq(VaultRowCounts.schemaOf(feed)))
                        .and(LetterColumns.isOf(source)))
                .get(0)
                .value1();
    }

    /** How many rows wait, by source table. A letter that does not say its row is one by itself. */
    public Map<TableName, Long> waitingRows() throws SQLException {
        Map<TableName, Long> waiting = new LinkedHashMap<>();
        books.fetch(select(
                                DEAD_LETTER.SOURCE_SCHEMA,
                                DEAD_LETTER.SOURCE_TABLE,
                                countDistinct(coalesce(DEAD_LETTER.ROW_KEY, DEAD_LETTER.ID.cast(SQLDataType.CLOB))))
                        .from(DEAD_LETTER)
                        .where(LetterColumns.WAITS)
                        .and(isOfVault)
                        .groupBy(DEAD_LETTER.SOURCE_SCHEMA, DEAD_LETTER.SOURCE_TABLE)
                        .orderBy(DEAD_LETTER.SOURCE_SCHEMA, DEAD_LETTER.SOURCE_TABLE))
                .forEach(row -> waiting.put(
                        new TableName(row.value1(), row.value2()), row.value3().longValue()));
        return waiting;
    }

    /** The rows that wait, by source table and key. */
    public List<WaitingRow> rows() throws SQLException {
        return books.fetch(select(DEAD_LETTER.SOURCE_SCHEMA, DEAD_LETTER.SOURCE_TABLE, DEAD_LETTER.ROW_KEY, count())
                        .from(DEAD_LETTER)
                        .where(LetterColumns.WAITS)
                        .and(isOfVault)
                        .groupBy(DEAD_LETTER.SOURCE_SCHEMA, DEAD_LETTER.SOURCE_TABLE, DEAD_LETTER.ROW_KEY)
                        .orderBy(DEAD_LETTER.SOURCE_SCHEMA, DEAD_LETTER.SOURCE_TABLE, DEAD_LETTER.ROW_KEY))
                .map(row -> new WaitingRow(
                        new TableName(row.value1(), row.value2()), Optional.ofNullable(row.value3()), row.value4()));
    }

    private static SelectJoinStep<Record> letters() {
        return select(LetterColumns.ALL).from(DEAD_LETTER);
    }
}

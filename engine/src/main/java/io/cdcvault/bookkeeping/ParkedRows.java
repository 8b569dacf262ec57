package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;

import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Record2;
import org.jooq.Select;

/** The rows of a vault that have dead letters, as a loader sees them, in the open transaction. */
public final class ParkedRows {

    /** Held shared by each loader, so that the dead letters stand still meanwhile; taken alone to resolve some. */
    public static final String LOCK = "(hashtext('cdc-vault dead letters'), 0)";

    private final Connection connection;
    private final Books books;
    private final LoadedVault vault;
    private final Select<Record2<Integer, Long>> waiting;
    private final String begin;

    public ParkedRows(Connection connection, LoadedVault vault) {
        this.connection = connection;
        this.books = new Books(connection);
        this.vault = vault;
        this.waiting = select(count(), coalesce(max(DEAD_LETTER.ID), inline(0L)))
                .from(DEAD_LETTER)
                .where(LetterColumns.WAITS)
                .and(LetterColumns.isOf(vault));
        this.begin = "select pg_advisory_xact_lock_shared" + LOCK + "; " + books.text(waiting);
    }

    /** How many letters wait, and the newest: with every change of the letters, one of the two changes. */
    public record Waiting(long letters, long newest) {}

    /** A row that has letters. */
    public record Row(TableName table, String key, boolean isKeyless, long letters) {}

    /**
     * Takes the lock, and looks. Two statements in one round trip: the lock must be held before the snapshot is taken
     * that the second one sees.
     */
    public Waiting lock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(begin)) {
            statement.execute();
            statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return new Waiting(row.getLong(1), row.getLong(2));
            }
        }
    }

    public Waiting waiting() throws SQLException {
        Record2<Integer, Long> row = books.fetch(waiting).get(0);
        return new Waiting(row.value1(), row.value2());
    }

    /** Those whose letters say which row they are about. */
    public List<Row> rows() throws SQLException {
        return books.fetch(select(
                                DEAD_LETTER.SOURCE_SCHEMA,
                                DEAD_LETTER.SOURCE_TABLE,
                                DEAD_LETTER.ROW_KEY,
                                DEAD_LETTER.KEYLESS,
                                count())
                        .from(DEAD_LETTER)
                        .where(LetterColumns.WAITS)
                        .and(DEAD_LETTER.ROW_KEY.isNotNull())
                        .and(LetterColumns.isOf(vault))
                        .groupBy(
                                DEAD_LETTER.SOURCE_SCHEMA,
                                DEAD_LETTER.SOURCE_TABLE,
                                DEAD_LETTER.ROW_KEY,
                                DEAD_LETTER.KEYLESS))
                .map(row ->
                        new Row(new TableName(row.value1(), row.value2()), row.value3(), row.value4(), row.value5()));
    }

    /** Whether a snapshot of this load date showed a row that has letters. */
    public boolean wasShown(TableName table, String key, LoadDate snapshotLoadDate) throws SQLException {
        return books.first(selectOne()
                        .from(DEAD_LETTER)
                        .where(waits(table, key))
                        .and(DEAD_LETTER.OPERATION.eq(inline("READ")))
                        .and(DEAD_LETTER.LOAD_DATE.eq(Timestamps.of(snapshotLoadDate))))
                .isPresent();
    }

    /**
     * Whether the newest of a row's letters leaves the row, and was written while a snapshot of its table was under
     * way.
     */
    public boolean existsSince(TableName table, String key, long snapshot) throws SQLException {
        return books.first(select(DEAD_LETTER.OPERATION, DEAD_LETTER.SNAPSHOT)
                        .from(DEAD_LETTER)
                        .where(waits(table, key))
                        .orderBy(DEAD_LETTER.ID.desc())
                        .limit(inline(1)))
                .filter(newest -> Objects.equals(newest.value2(), snapshot))
                .filter(newest -> !List.of("DELETE", "TRUNCATE").contains(newest.value1()))
                .isPresent();
    }

    /** Resolves what waits of a row. */
    public void supersede(TableName table, String key) throws SQLException {
        books.execute(update(DEAD_LETTER)
                .set(DEAD_LETTER.RESOLVED_AT, Timestamps.NOW)
                .set(DEAD_LETTER.RESOLUTION, inline("superseded by a snapshot of the table"))
                .where(waits(table, key))
                .andNot(LetterColumns.IS_KEYLESS));
    }

    private Condition waits(TableName table, String key) {
        return LetterColumns.WAITS
                .and(LetterColumns.isOf(vault, table))
                .and(LetterColumns.hasKey(DEAD_LETTER.ROW_KEY, key));
    }
}

package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.SOURCE_NOTICE;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import io.cdcvault.change.Lsn;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;

/**
 * What was noticed of the source's tables besides what the vault follows: what {@link SourceTables} holds of a table is
 * overwritten, and this stays.
 *
 * <p>Why: docs/decisions/0041-what-was-noticed-of-the-source-stays.md
 */
public final class SourceNotices {

    /** Of each table. */
    private static final int KEPT = 200;

    private final Books books;
    private final LoadedVault vault;

    public SourceNotices(Connection connection, LoadedVault vault) {
        this.books = new Books(connection);
        this.vault = vault;
    }

    /**
     * One of them.
     *
     * @param what in the words that follow the table's name
     * @param lsn where the master's WAL ended when it was noticed
     */
    public record Notice(TableName table, String what, String lsn, Instant at) {}

    /** In the order in which they were noticed; none before the bookkeeping knows of them. */
    public List<Notice> all() throws SQLException {
        return books.has(SOURCE_NOTICE)
                ? books.fetch(select(
                                        SOURCE_NOTICE.SOURCE_SCHEMA,
                                        SOURCE_NOTICE.SOURCE_TABLE,
                                        SOURCE_NOTICE.NOTICE,
                                        SOURCE_NOTICE.LSN,
                                        SOURCE_NOTICE.NOTICED_AT)
                                .from(SOURCE_NOTICE)
                                .where(isOfVault())
                                .orderBy(SOURCE_NOTICE.NUMBER))
                        .map(row -> new Notice(
                                new TableName(row.value1(), row.value2()),
                                row.value3(),
                                row.value4(),
                                Objects.requireNonNull(row.value5()).toInstant()))
                : List.of();
    }

    /** Appends, in the open transaction; of each table the newest stay. */
    void append(TableName table, String what, Lsn walEnd) throws SQLException {
        books.execute(insertInto(SOURCE_NOTICE)
                .set(SOURCE_NOTICE.VAULT_SCHEMA, vault.schema())
                .set(SOURCE_NOTICE.SOURCE, vault.source())
                .set(SOURCE_NOTICE.SOURCE_SCHEMA, table.schema())
                .set(SOURCE_NOTICE.SOURCE_TABLE, table.table())
                .set(SOURCE_NOTICE.NOTICE, what)
                .set(SOURCE_NOTICE.LSN, LogPositions.value(walEnd)));
        Condition isOfTable = isOfVault()
                .and(SOURCE_NOTICE.SOURCE_SCHEMA.eq(table.schema()))
                .and(SOURCE_NOTICE.SOURCE_TABLE.eq(table.table()));
        books.execute(deleteFrom(SOURCE_NOTICE)
                .where(isOfTable)
                .and(SOURCE_NOTICE.NUMBER.le(select(SOURCE_NOTICE.NUMBER)
                        .from(SOURCE_NOTICE)
                        .where(isOfTable)
                        .orderBy(SOURCE_NOTICE.NUMBER.desc())
                        .limit(1)
                        .offset(KEPT))));
    }

    private Condition isOfVault() {
        return SOURCE_NOTICE.VAULT_SCHEMA.eq(vault.schema()).and(SOURCE_NOTICE.SOURCE.eq(vault.source()));
    }
}

package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.SOURCE_TABLE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;

import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.InsertSetMoreStep;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Source tables of which the vault lacks changes until a snapshot has repaired them, recorded in the open transaction.
 */
public final class TableGaps {

    /** {@link DriftLedger} reads all entries, decides, and writes them back. */
    static final String LOCK = "cdc_vault.source_table";

    /** Why a table is read that joins others. */
    static final String NEW = "is new in the model";

    private static final JSONB NO_FACTS = JSONB.jsonb("{}");

    private final Connection connection;
    private final Books books;
    private final String feed;

    /** @param feed its text */
    public TableGaps(Connection connection, String feed) {
        this.connection = connection;
        this.books = new Books(connection);
        this.feed = feed;
    }

    /**
     * A running service requests the repair: a snapshot that was requested for an earlier gap may have begun before.
     */
    void leave(TableName table, String why) throws SQLException {
        books.lock(LOCK);
        write(table, why, null);
    }

    /** Requests the repair at once, instead of any that is under way. */
    public void repair(TableName table, String why) throws SQLException {
        books.lock(LOCK);
        write(table, why, SnapshotRequests.requestAgain(connection, feed, table));
    }

    private void write(TableName table, String why, @Nullable Long repair) throws SQLException {
        books.execute(insertInto(table)
                .set(SOURCE_TABLE.GAP, why)
                .set(SOURCE_TABLE.GAP_AT, Timestamps.NOW)
                .set(SOURCE_TABLE.REPAIR, repair)
                .onConflict(SOURCE_TABLE.FEED, SOURCE_TABLE.SOURCE_SCHEMA, SOURCE_TABLE.SOURCE_TABLE_)
                .doUpdate()
                .set(SOURCE_TABLE.GAP, coalesce(SOURCE_TABLE.GAP, excluded(SOURCE_TABLE.GAP)))
                .set(SOURCE_TABLE.GAP_AT, excluded(SOURCE_TABLE.GAP_AT))
                .set(SOURCE_TABLE.REPAIR, excluded(SOURCE_TABLE.REPAIR)));
    }

    /** As {@link #leave}, unless something is known of the table. */
    void leaveUnlessKnown(TableName table, String why) throws SQLException {
        books.execute(insertInto(table)
                .set(SOURCE_TABLE.GAP, why)
                .set(SOURCE_TABLE.GAP_AT, Timestamps.NOW)
                .onConflictDoNothing());
    }

    private InsertSetMoreStep<Record> insertInto(TableName table) {
        return DSL.insertInto(SOURCE_TABLE)
                .set(SOURCE_TABLE.FEED, feed)
                .set(SOURCE_TABLE.SOURCE_SCHEMA, table.schema())
                .set(SOURCE_TABLE.SOURCE_TABLE_, table.table())
                .set(SOURCE_TABLE.FACTS, NO_FACTS);
    }
}

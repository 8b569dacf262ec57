package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.MIGRATION;
import static io.cdcvault.bookkeeping.schema.Tables.SNAPSHOT_KEY;
import static io.cdcvault.bookkeeping.schema.Tables.SNAPSHOT_ROW;
import static io.cdcvault.bookkeeping.schema.Tables.SOURCE_TABLE;
import static io.cdcvault.bookkeeping.schema.Tables.TABLE_SNAPSHOT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.cdcvault.change.TableSnapshot;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.bookkeeping.Migrations;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** The schema {@code cdc_vault} in the warehouse, and what is counted in it. */
public final class Bookkeeping {

    private final Books books;
    private final VaultRowCounts vaultTables;
    private final LoadHistory history;
    private final FeedName feed;

    public Bookkeeping(Connection connection, FeedName feed) {
        this.books = new Books(connection);
        this.vaultTables = new VaultRowCounts(connection);
        this.history = new LoadHistory(connection, feed.text());
        this.feed = feed;
    }

    /**
     * Creates or upgrades the schema.
     *
     * @throws CdcVaultException when a newer version has upgraded it
     */
    public static void migrate(Connection connection) throws SQLException {
        Books books = new Books(connection);
        // Two services that start together must not create the schema twice.
        books.lock("cdc_vault.migration");
        SchemaCreation.createMissing(connection, Migrations.SCHEMA);
        execute(connection, Migrations.TABLE);
        int newest = version(connection);
        if (newest > Migrations.newest()) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_NEWER,
                    "The bookkeeping in schema cdc_vault is of version " + newest
                            + ", and this version of cdc-vault knows " + Migrations.newest());
        }
        for (int version = newest + 1; version <= Migrations.newest(); version++) {
            execute(connection, Migrations.script(version));
            books.execute(insertInto(MIGRATION).set(MIGRATION.VERSION, version));
        }
    }

    /** Whether there is one: not before the first start. */
    public static boolean exists(Connection connection) throws SQLException {
        return new Books(connection).has(FEED_POSITION);
    }

    /** Of the newest script that ran; the schema must exist. */
    public static int version(Connection connection) throws SQLException {
        return new Books(connection)
                .fetch(select(coalesce(max(MIGRATION.VERSION), inline(0))).from(MIGRATION))
                .get(0)
                .value1();
    }

    /** A script is several statements, which a prepared one cannot be. */
    private static void execute(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    public void count(Map<String, Long> added, int transactions, long rows, double busySeconds) throws SQLException {
        vaultTables.add(feed.vaultSchema(), added);
        long vaultRows = added.values().stream().mapToLong(Long::longValue).sum();
        history.add(transactions, rows, vaultRows, busySeconds);
    }

    /** Counts the rows that snapshots of single tables showed, by their numbers. */
    public void countSnapshotRows(Map<Long, Long> shown) throws SQLException {
        for (Map.Entry<Long, Long> rows : shown.entrySet()) {
            books.execute(update(TABLE_SNAPSHOT)
                    .set(TABLE_SNAPSHOT.ROWS, TABLE_SNAPSHOT.ROWS.plus(rows.getValue()))
                    .where(TABLE_SNAPSHOT.NUMBER.eq(rows.getKey()))
                    .and(TABLE_SNAPSHOT.FEED.eq(feed.text())));
        }
    }

    /** The vault holds all of it. */
    public void finish(TableSnapshot snapshot) throws SQLException {
        // Or a look at the source that has read the gap already would write it back.
        books.lock(TableGaps.LOCK);
        forgetSnapshotRows(Optional.of(snapshot.table()));
        books.execute(update(TABLE_SNAPSHOT)
                .set(TABLE_SNAPSHOT.FINISHED_AT, Timestamps.NOW)
                .where(TABLE_SNAPSHOT.NUMBER.eq(snapshot.number()))
                .and(TABLE_SNAPSHOT.FEED.eq(feed.text())));
        if (snapshot.isPartial()) {
            books.execute(deleteFrom(SNAPSHOT_KEY).where(SNAPSHOT_KEY.NUMBER.eq(snapshot.number())));
        } else {
            closeGap(snapshot);
        }
    }

    /** By a snapshot that was requested after the gap: numbers are microseconds of the warehouse's clock, or more. */
    private void closeGap(TableSnapshot snapshot) throws SQLException {
        books.execute(update(SOURCE_TABLE)
                .setNull(SOURCE_TABLE.GAP)
                .setNull(SOURCE_TABLE.GAP_AT)
                .setNull(SOURCE_TABLE.REPAIR)
                .where(SourceTables.is(feed.text(), snapshot.table()))
                .and(SOURCE_TABLE.GAP.isNotNull())
                .and(SOURCE_TABLE.OBSTACLE.isNull())
                .and(coalesce(SOURCE_TABLE.REPAIR, Timestamps.micros(SOURCE_TABLE.GAP_AT))
                        .le(snapshot.number())));
    }

    /** Forgets the rows that snapshots have shown, of one table or of all. */
    public void forgetSnapshotRows(Optional<TableName> table) throws SQLException {
        books.execute(deleteFrom(SNAPSHOT_ROW)
                .where(SNAPSHOT_ROW.FEED.eq(feed.text()))
                .and(table.map(one -> SNAPSHOT_ROW.SOURCE_TABLE.eq(one.toString()))
                        .orElse(noCondition())));
    }
}

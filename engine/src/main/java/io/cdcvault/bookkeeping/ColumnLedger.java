package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.COLUMN_CHANGE;
import static io.cdcvault.bookkeeping.schema.Tables.VAULT_OWNER;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.update;

import io.cdcvault.change.Lsn;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.evolution.ColumnChange.TableAdded;
import io.cdcvault.schema.evolution.ColumnChange.TableDropped;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Sources;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.InsertSetMoreStep;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What became of the source's columns since the model was written, as the warehouse remembers it.
 *
 * <p>Why: docs/decisions/0026-a-vault-follows-its-sources-columns.md
 */
public final class ColumnLedger {

    private static final String ADDED = "added";
    private static final String DROPPED = "dropped";
    private static final String RENAMED = "renamed";
    private static final String RETYPED = "retyped";
    private static final String TABLE_ADDED = "table added";
    private static final String TABLE_ENDED = "table ended";
    private static final String TABLE_KEPT = "table kept";

    private final Books books;
    private final LoadedVault vault;

    public ColumnLedger(Connection connection, LoadedVault vault) {
        this.books = new Books(connection);
        this.vault = vault;
    }

    /**
     * A change and when it was noticed.
     *
     * @param lsn where the master's WAL ended then
     */
    public record Noticed(ColumnChange change, Optional<String> lsn, Instant at) {}

    /** In the order in which they were noticed. */
    public List<ColumnChange> changes() throws SQLException {
        return all().stream().map(Noticed::change).toList();
    }

    /** In the order in which they were noticed; none before the first load. */
    public List<Noticed> all() throws SQLException {
        if (!books.has(COLUMN_CHANGE)) {
            return List.of();
        }
        return books.fetch(select(
                                COLUMN_CHANGE.SOURCE_SCHEMA,
                                COLUMN_CHANGE.SOURCE_TABLE,
                                COLUMN_CHANGE.SOURCE_COLUMN,
                                COLUMN_CHANGE.CHANGE,
                                COLUMN_CHANGE.NEW_NAME,
                                COLUMN_CHANGE.SATELLITE,
                                COLUMN_CHANGE.ATTRIBUTE,
                                COLUMN_CHANGE.TYPE,
                                COLUMN_CHANGE.LSN,
                                COLUMN_CHANGE.NOTICED_AT,
                                COLUMN_CHANGE.FORMER_TYPE,
                                COLUMN_CHANGE.MODEL)
                        .from(COLUMN_CHANGE)
                        .where(isOfVault())
                        .orderBy(COLUMN_CHANGE.NUMBER))
                .map(row -> {
                    TableName table = new TableName(row.value1(), row.value2());
                    ColumnChange change =
                            switch (row.value4()) {
                                case ADDED -> new Added(table, row.value3(), row.value6(), row.value7(), row.value8());
                                case RENAMED -> new Renamed(table, row.value3(), row.value5(), position(row.value9()));
                                case TABLE_ADDED -> new TableAdded(table, row.value12());
                                case TABLE_ENDED -> new TableDropped(table, true);
                                case TABLE_KEPT -> new TableDropped(table, false);
                                case RETYPED ->
                                    new Retyped(
                                            table,
                                            row.value3(),
                                            Objects.requireNonNullElse(row.value11(), ""),
                                            row.value8());
                                default -> new Dropped(table, row.value3());
                            };
                    return new Noticed(
                            change,
                            Optional.ofNullable(row.value9()),
                            Objects.requireNonNull(row.value10()).toInstant());
                });
    }

    /**
     * How many changes the vaults of an installation have followed, by kind: {@code added}, {@code renamed},
     * {@code dropped}, {@code retyped}, {@code table added}, {@code table ended}, {@code table kept}. None before the
     * first load.
     */
    public static Map<String, Long> counts(Connection connection, Settings settings) throws SQLException {
        Books books = new Books(connection);
        Map<String, Long> counts = new TreeMap<>();
        if (books.has(COLUMN_CHANGE)) {
            books.fetch(select(COLUMN_CHANGE.CHANGE, count())
                            .from(COLUMN_CHANGE)
                            .join(VAULT_OWNER)
                            .on(VAULT_OWNER.VAULT_SCHEMA.eq(COLUMN_CHANGE.VAULT_SCHEMA))
                            .where(VAULT_OWNER.INSTALLATION.eq(Sources.installation(settings)))
                            .and(isOf(Sources.name(settings)))
                            .groupBy(COLUMN_CHANGE.CHANGE))
                    .forEach(row -> counts.put(row.value1(), row.value2().longValue()));
        }
        return counts;
    }

    /** Tables with a column that became wider, whose dead letters were not retried since. */
    public List<TableName> tablesToRetry() throws SQLException {
        if (!books.has(COLUMN_CHANGE)) {
            return List.of();
        }
        return books.fetch(selectDistinct(COLUMN_CHANGE.SOURCE_SCHEMA, COLUMN_CHANGE.SOURCE_TABLE)
                        .from(COLUMN_CHANGE)
                        .where(isOfVault())
                        .and(COLUMN_CHANGE.CHANGE.eq(inline(RETYPED)))
                        .and(COLUMN_CHANGE.RETRIED_AT.isNull()))
                .map(row -> new TableName(row.value1(), row.value2()));
    }

    /**
     * The dead letters of a table were retried, in the open transaction. Of a change that was noticed right now,
     * another loader of the group may set values aside yet: the next start of a loader retries once more.
     */
    public void retried(TableName table) throws SQLException {
        books.execute(update(COLUMN_CHANGE)
                .set(COLUMN_CHANGE.RETRIED_AT, Timestamps.NOW)
                .where(isOfVault())
                .and(COLUMN_CHANGE.SOURCE_SCHEMA.eq(table.schema()))
                .and(COLUMN_CHANGE.SOURCE_TABLE.eq(table.table()))
                .and(COLUMN_CHANGE.CHANGE.eq(inline(RETYPED)))
                .and(COLUMN_CHANGE.NOTICED_AT.lt(Timestamps.before("10 seconds")))
                .and(COLUMN_CHANGE.RETRIED_AT.isNull()));
    }

    private Condition isOfVault() {
        return COLUMN_CHANGE.VAULT_SCHEMA.eq(vault.schema()).and(isOf(vault.source()));
    }

    /** Of one of several sources; where there is one, all are. */
    private static Condition isOf(String source) {
        return source.isEmpty() ? noCondition() : COLUMN_CHANGE.SOURCE.eq(source);
    }

    private static OptionalLong position(@Nullable String lsn) {
        return lsn == null
                ? OptionalLong.empty()
                : OptionalLong.of(Lsn.parse(lsn).bytes());
    }

    /** Appends changes, in the open transaction. */
    void append(List<ColumnChange> changes, Lsn lsn) throws SQLException {
        for (ColumnChange change : changes) {
            InsertSetMoreStep<Record> row = insertInto(COLUMN_CHANGE)
                    .set(COLUMN_CHANGE.VAULT_SCHEMA, vault.schema())
                    .set(COLUMN_CHANGE.SOURCE, vault.source())
                    .set(COLUMN_CHANGE.SOURCE_SCHEMA, change.table().schema())
                    .set(COLUMN_CHANGE.SOURCE_TABLE, change.table().table())
                    .set(COLUMN_CHANGE.SOURCE_COLUMN, change.column())
                    .set(COLUMN_CHANGE.LSN, LogPositions.value(lsn));
            if (change instanceof Added added) {
                row = row.set(COLUMN_CHANGE.CHANGE, ADDED)
                        .set(COLUMN_CHANGE.SATELLITE, added.satellite())
                        .set(COLUMN_CHANGE.ATTRIBUTE, added.attribute())
                        .set(COLUMN_CHANGE.TYPE, added.type());
            } else if (change instanceof Renamed renamed) {
                row = row.set(COLUMN_CHANGE.CHANGE, RENAMED).set(COLUMN_CHANGE.NEW_NAME, renamed.newName());
                new LetterNames(books, vault).follow(renamed);
            } else if (change instanceof TableAdded table) {
                row = row.set(COLUMN_CHANGE.CHANGE, TABLE_ADDED).set(COLUMN_CHANGE.MODEL, table.model());
            } else if (change instanceof TableDropped table) {
                row = row.set(COLUMN_CHANGE.CHANGE, table.areRowsEnded() ? TABLE_ENDED : TABLE_KEPT);
            } else if (change instanceof Retyped retyped) {
                row = row.set(COLUMN_CHANGE.CHANGE, RETYPED)
                        .set(COLUMN_CHANGE.FORMER_TYPE, retyped.formerType())
                        .set(COLUMN_CHANGE.TYPE, retyped.type());
            } else {
                row = row.set(COLUMN_CHANGE.CHANGE, DROPPED);
            }
            books.execute(row);
        }
    }
}

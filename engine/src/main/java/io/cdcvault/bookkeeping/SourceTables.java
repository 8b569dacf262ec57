package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.SOURCE_TABLE;
import static io.cdcvault.bookkeeping.schema.Tables.TABLE_SNAPSHOT;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.Field;

/** What the warehouse knows of a feed's source tables, to be looked at; {@link DriftLedger} writes it. */
public final class SourceTables {

    private static final Field<Boolean> IS_BEING_REPAIRED = field(exists(selectOne()
            .from(TABLE_SNAPSHOT)
            .where(TABLE_SNAPSHOT.NUMBER.eq(SOURCE_TABLE.REPAIR))
            .and(TABLE_SNAPSHOT.FINISHED_AT.isNull())));

    private static final Field<String[]> UNLOADED =
            field("array(select jsonb_array_elements_text({0} -> 'unloaded'))", String[].class, SOURCE_TABLE.FACTS);

    private final Books books;
    private final String feed;

    /** @param feed its text */
    public SourceTables(Connection connection, String feed) {
        this.books = new Books(connection);
        this.feed = feed;
    }

    /**
     * A table that something is wrong with.
     *
     * @param obstacle what keeps its changes away now
     * @param remedy what removes the obstacle
     * @param gap why changes may be missing that were made before
     * @param isBeingRepaired whether a snapshot is under way that brings them
     */
    public record Drift(
            TableName table,
            Optional<String> obstacle,
            Optional<String> remedy,
            Instant obstructedAt,
            Optional<String> gap,
            Instant gapAt,
            boolean isBeingRepaired) {}

    /** Whether they can be read: nothing is known before the bookkeeping is. */
    public boolean areKnown() throws SQLException {
        return books.has(SOURCE_TABLE);
    }

    /** Those of which PostgreSQL has not sent everything. */
    public Set<TableName> withGap() throws SQLException {
        return tables(SOURCE_TABLE.GAP.isNotNull());
    }

    /** Those in which no unique key guards what identifies a row in the model. */
    public Set<TableName> unguarded() throws SQLException {
        return tables(
                field("{0} ->> 'unique'", String.class, SOURCE_TABLE.FACTS).eq(inline("false")));
    }

    /** Those with an obstacle or a gap, by name. */
    public List<Drift> drifts() throws SQLException {
        return books.fetch(select(
                                SOURCE_TABLE.SOURCE_SCHEMA,
                                SOURCE_TABLE.SOURCE_TABLE_,
                                SOURCE_TABLE.OBSTACLE,
                                SOURCE_TABLE.REMEDY,
                                SOURCE_TABLE.OBSTRUCTED_AT,
                                SOURCE_TABLE.GAP,
                                SOURCE_TABLE.GAP_AT,
                                IS_BEING_REPAIRED)
                        .from(SOURCE_TABLE)
                        .where(SOURCE_TABLE.FEED.eq(feed))
                        .and(SOURCE_TABLE.OBSTACLE.isNotNull().or(SOURCE_TABLE.GAP.isNotNull()))
                        .orderBy(SOURCE_TABLE.SOURCE_SCHEMA, SOURCE_TABLE.SOURCE_TABLE_))
                .map(row -> new Drift(
                        new TableName(row.value1(), row.value2()),
                        Optional.ofNullable(row.value3()),
                        Optional.ofNullable(row.value4()),
                        Timestamps.instant(row.value5()),
                        Optional.ofNullable(row.value6()),
                        Timestamps.instant(row.value7()),
                        row.value8()));
    }

    /** Columns that came and that the model neither maps nor ignores, of each table that has some. */
    public Map<TableName, List<String>> unloadedColumns() throws SQLException {
        Map<TableName, List<String>> columns = new TreeMap<>();
        books.fetch(select(SOURCE_TABLE.SOURCE_SCHEMA, SOURCE_TABLE.SOURCE_TABLE_, UNLOADED)
                        .from(SOURCE_TABLE)
                        .where(SOURCE_TABLE.FEED.eq(feed))
                        .and(cardinality(UNLOADED).gt(0)))
                .forEach(row -> columns.put(new TableName(row.value1(), row.value2()), List.of(row.value3())));
        return columns;
    }

    /**
     * A table is not in the model any more, in the open transaction: what was in its way is in no one's, and it is read
     * again when it comes back.
     */
    static void forget(Connection connection, String feed, TableName table) throws SQLException {
        new Books(connection).execute(deleteFrom(SOURCE_TABLE).where(is(feed, table)));
        SnapshotRequests.cancel(connection, feed, table);
    }

    static Condition is(String feed, TableName table) {
        return SOURCE_TABLE
                .FEED
                .eq(feed)
                .and(SOURCE_TABLE.SOURCE_SCHEMA.eq(table.schema()))
                .and(SOURCE_TABLE.SOURCE_TABLE_.eq(table.table()));
    }

    private Set<TableName> tables(Condition condition) throws SQLException {
        Set<TableName> found = new HashSet<>();
        books.fetch(select(SOURCE_TABLE.SOURCE_SCHEMA, SOURCE_TABLE.SOURCE_TABLE_)
                        .from(SOURCE_TABLE)
                        .where(SOURCE_TABLE.FEED.eq(feed))
                        .and(condition))
                .forEach(row -> found.add(new TableName(row.value1(), row.value2())));
        return found;
    }
}

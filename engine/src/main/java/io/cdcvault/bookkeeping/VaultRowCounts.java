package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.VAULT_TABLE;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

/** The rows of each vault table, counted as they are loaded. */
public final class VaultRowCounts {

    private static final Field<String> NAME = field(name("added", "table_name"), String.class);
    private static final Field<Long> ROWS = field(name("added", "rows"), Long.class);

    private final Books books;

    public VaultRowCounts(Connection connection) {
        this.books = new Books(connection);
    }

    /**
     * Adds new rows to the counts, by table; always in the order of the names, so that loaders cannot block each other.
     */
    void add(String vaultSchema, Map<String, Long> rows) throws SQLException {
        Table<Record> added = table(
                        "unnest({0}, {1})",
                        val(rows.keySet().toArray(String[]::new)),
                        val(rows.values().toArray(Long[]::new)))
                .as("added", "table_name", "rows");
        books.execute(insertInto(VAULT_TABLE, VAULT_TABLE.VAULT_SCHEMA, VAULT_TABLE.TABLE_NAME, VAULT_TABLE.ROWS)
                .select(select(val(vaultSchema), NAME, ROWS).from(added).orderBy(NAME))
                .onConflict(VAULT_TABLE.VAULT_SCHEMA, VAULT_TABLE.TABLE_NAME)
                .doUpdate()
                .set(VAULT_TABLE.ROWS, VAULT_TABLE.ROWS.plus(excluded(VAULT_TABLE.ROWS)))
                .set(VAULT_TABLE.LOADED_AT, Timestamps.NOW));
    }

    /** By table of the vault that a feed loads. */
    public Map<String, Long> rows(String feed) throws SQLException {
        return new TreeMap<>(books.fetch(select(VAULT_TABLE.TABLE_NAME, VAULT_TABLE.ROWS)
                        .from(VAULT_TABLE)
                        .where(VAULT_TABLE.VAULT_SCHEMA.eq(schemaOf(feed))))
                .intoMap(VAULT_TABLE.TABLE_NAME, VAULT_TABLE.ROWS));
    }

    /** When rows were last loaded, by table of the vault that a feed loads. */
    public Map<String, Instant> loadedAt(String feed) throws SQLException {
        Map<String, Instant> moments = new TreeMap<>();
        books.fetch(select(VAULT_TABLE.TABLE_NAME, VAULT_TABLE.LOADED_AT)
                        .from(VAULT_TABLE)
                        .where(VAULT_TABLE.VAULT_SCHEMA.eq(schemaOf(feed))))
                .forEach(row -> moments.put(row.value1(), Timestamps.instant(row.value2())));
        return moments;
    }

    /** The schema of the vault that a feed loads, as its position says. */
    static Select<Record1<String>> schemaOf(String feed) {
        return select(FEED_POSITION.VAULT_SCHEMA)
                .from(FEED_POSITION)
                .where(FEED_POSITION.FEED.eq(feed))
                .union(select(PARTITION_POSITION.VAULT_SCHEMA)
                        .from(PARTITION_POSITION)
                        .where(PARTITION_POSITION.FEED.eq(feed)));
    }
}

package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;

/** The rows that dead letters are about, by the names that their columns have now: later changes wait for them. */
final class LetterNames {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Books books;
    private final LoadedVault vault;

    LetterNames(Books books, LoadedVault vault) {
        this.books = books;
        this.vault = vault;
    }

    /** Letters that a loader resolves at the moment are left alone: it waits for this transaction. */
    void follow(Renamed change) throws SQLException {
        for (Record2<Long, String> letter : books.fetch(select(DEAD_LETTER.ID, DEAD_LETTER.ROW_KEY)
                .from(DEAD_LETTER)
                .where(LetterColumns.WAITS)
                .and(LetterColumns.isOf(vault, change.table()))
                .and(DEAD_LETTER.ROW_KEY.isNotNull())
                .forUpdate()
                .skipLocked())) {
            Optional<String> key = renamed(letter.value2(), change);
            if (key.isPresent()) {
                books.execute(update(DEAD_LETTER)
                        .set(DEAD_LETTER.ROW_KEY, key.get())
                        .where(DEAD_LETTER.ID.eq(letter.value1())));
            }
        }
    }

    /** Empty when the key has no such column. */
    private static Optional<String> renamed(String rowKey, Renamed change) {
        try {
            TreeMap<String, @Nullable String> columns =
                    JSON.readValue(rowKey, new TypeReference<TreeMap<String, @Nullable String>>() {});
            if (!columns.containsKey(change.column())) {
                return Optional.empty();
            }
            columns.put(change.newName(), columns.remove(change.column()));
            return Optional.of(JSON.writeValueAsString(columns));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a row's key: " + rowKey, e);
        }
    }
}
